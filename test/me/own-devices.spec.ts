import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createDeviceVerifier,
  createSrpSession,
  signSrpSessionWithDevice,
  wrapAuthChallenge,
} from 'cognito-srp-helper';
import { PoolService } from '../support/pool.service';
import type { Answer } from '../support/test-service';

interface OwnDevice {
  readonly key: string;
  readonly groupKey: string;
  readonly secret: string;
  readonly token: string;
  readonly refreshToken: unknown;
}

/** A person's own devices, with the SRP arithmetic of cognito-srp-helper. */
describe('The devices of a person', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({}, { config: { devices: 'USER_OPT_IN' } });
  });
  afterAll(() => app.close());
  const at = (key: string) => `/me/devices/${encodeURIComponent(key)}`;

  /** Signs in and confirms the device that the tokens name. */
  async function confirmed(username: string): Promise<OwnDevice & { answer: Answer }> {
    const password = app.pool.passwords[username];
    const { body } = await app.post('/auth/sign-in', { username, password });
    const { key, groupKey } = body['newDevice'] as { key: string; groupKey: string };
    const { DeviceRandomPassword: secret, DeviceSecretVerifierConfig: made } = createDeviceVerifier(
      key,
      groupKey,
    );
    const token = String(body['accessToken']);
    const device = { key, name: 'Laptop', passwordVerifier: made.PasswordVerifier, salt: made.Salt };
    const answer = await app.post('/me/devices', device, token);
    return { key, groupKey, secret, token, refreshToken: body['refreshToken'], answer };
  }

  it('are confirmed, remembered, read, listed and forgotten', async () => {
    const { key, token, answer } = await confirmed('alice');
    expect([answer.status, answer.body]).toEqual([201, { confirmationNeeded: true }]);
    const device = {
      key,
      name: 'Laptop',
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      lastSeenAt: expect.stringMatching(/Z$/),
    };
    const read = () => app.request('GET', at(key), undefined, token);
    expect((await read()).body).toMatchObject(device);
    for (const remembered of [true, false])
      expect((await app.request('PUT', at(key), { remembered }, token)).status).toBe(204);
    const listed = await app.request('GET', '/me/devices?limit=5', undefined, token);
    expect(listed.body['items']).toEqual([expect.objectContaining(device)]);
    expect((await app.request('DELETE', at(key), undefined, token)).status).toBe(204);
    expect((await read()).status).toBe(404);
    expect((await app.request('DELETE', at(key), undefined, token)).status).toBe(404);
  });

  it('are listed by pages', async () => {
    const devices = [await confirmed('bob'), await confirmed('bob'), await confirmed('bob')];
    const token = devices[0]?.token;
    const first = await app.request('GET', '/me/devices?limit=2', undefined, token);
    const cursor = encodeURIComponent(String(first.body['nextCursor']));
    const second = await app.request('GET', `/me/devices?limit=2&cursor=${cursor}`, undefined, token);
    const keys = [first, second].flatMap(({ body }) =>
      (body['items'] as { key: string }[]).map((each) => each.key),
    );
    expect(keys.toSorted()).toEqual(devices.map(({ key }) => key).toSorted());
    expect(second.body).not.toHaveProperty('nextCursor');
  });

  it('of another user are neither read nor changed', async () => {
    const [mine, theirs] = [await confirmed('user01'), await confirmed('user02')];
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { remembered: true }],
      ['DELETE', undefined],
    ] as const)
      expect((await app.request(method, at(theirs.key), body, mine.token)).status).toBe(404);
    expect((await app.request('GET', at(theirs.key), undefined, theirs.token)).status).toBe(200);
  });

  it('replace the second factor once remembered, and a refresh needs their key', async () => {
    const username = 'user03';
    const device = await confirmed(username);
    await app.request('PUT', at(device.key), { remembered: true }, device.token);
    await app.request('PUT', '/me/mfa', { enabled: ['email'], preferred: 'email' }, device.token);
    const { refreshToken } = device;
    expect((await app.post('/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await app.post('/auth/refresh', { refreshToken, deviceKey: device.key })).status).toBe(200);

    const password = app.pool.passwords[username];
    const first = await app.post('/auth/sign-in', { username, password, deviceKey: device.key });
    expect(first.body).toMatchObject({ challenge: 'DEVICE_SRP_AUTH' });
    const srp = createSrpSession(username, '', app.pool.userPoolId, false);
    const challenged = await app.post('/auth/challenge', {
      challenge: 'DEVICE_SRP_AUTH',
      username,
      ...(first.body['session'] !== undefined && { session: first.body['session'] }),
      responses: { DEVICE_KEY: device.key, SRP_A: srp.largeA },
    });
    expect(challenged.body).toMatchObject({
      challenge: 'DEVICE_PASSWORD_VERIFIER',
      parameters: { SRP_B: expect.any(String), SALT: expect.any(String), SECRET_BLOCK: expect.any(String) },
    });
    const signed = signSrpSessionWithDevice(
      srp,
      {
        ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
        ChallengeParameters: challenged.body['parameters'] as Record<string, string>,
      },
      device.groupKey,
      device.secret,
    );
    const { ChallengeResponses } = wrapAuthChallenge(signed, {
      ClientId: app.pool.clients.public.id,
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER' as const,
      ChallengeResponses: { USERNAME: username, DEVICE_KEY: device.key },
    });
    const done = await app.post('/auth/challenge', {
      challenge: 'DEVICE_PASSWORD_VERIFIER',
      username,
      ...(challenged.body['session'] !== undefined && { session: challenged.body['session'] }),
      responses: ChallengeResponses,
    });
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('accessToken')]);
    expect(await app.verdictOn(String(done.body['accessToken']))).toBe('valid');
    expect(done.body).not.toHaveProperty('newDevice');
  });
});
