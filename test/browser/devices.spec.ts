import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createDeviceVerifier,
  createSrpSession,
  signSrpSessionWithDevice,
  wrapAuthChallenge,
} from 'cognito-srp-helper';
import { startEmbeddedPool } from '../../pool/embedded-pool';
import { signClaims } from '../../pool/signing-key';
import { CognitoStub } from '../support/cognito-stub';
import type { Browser } from './browser';
import { BrowserService } from './browser.service';

const LIFE_SECONDS = 3;
const untilExpired = () => sleep(LIFE_SECONDS * 1000 + 100);

interface OwnDevice {
  readonly key: string;
  readonly groupKey: string;
}

describe('browser sessions of a pool that remembers devices', () => {
  let service: BrowserService;

  beforeAll(async () => {
    const config = {
      devices: 'USER_OPT_IN',
      tokenSeconds: LIFE_SECONDS,
      rotationGraceSeconds: 0,
    } as const;
    service = await BrowserService.start({ CLOCK_TOLERANCE_SECONDS: '0' }, { config });
  });
  afterAll(() => service.close());

  const password = (username: string): string => service.pool.passwords[username] ?? '';

  /** Signs in on a new device and confirms it, as a page does. */
  async function confirmed(browser: Browser, username: string) {
    const begun = await browser.call('POST', '/session', { username, password: password(username) });
    const { key, groupKey } = begun.body.newDevice as OwnDevice;
    const { DeviceRandomPassword: secret, DeviceSecretVerifierConfig: verifier } = createDeviceVerifier(
      key,
      groupKey,
    );
    const answer = await browser.call('POST', '/session/api/me/devices', {
      key,
      name: 'laptop',
      passwordVerifier: verifier.PasswordVerifier,
      salt: verifier.Salt,
    });
    expect(answer).toMatchObject({ status: 201, body: { confirmationNeeded: true } });
    return { key, groupKey, secret };
  }

  it('answer a sign-in on a new device with the device, and with no token', async () => {
    const browser = service.browser();
    const begun = await browser.call('POST', '/session', { username: 'bob', password: password('bob') });
    expect(begun).toMatchObject({
      status: 201,
      body: {
        signedIn: true,
        username: 'bob',
        newDevice: { key: expect.any(String), groupKey: expect.any(String) },
      },
    });
    expect(begun.text).not.toContain('eyJ');
    expect((await browser.call('GET', '/session')).body).not.toHaveProperty('newDevice');
  });

  it('are renewed repeatedly on a confirmed device', async () => {
    const browser = service.browser();
    const { key } = await confirmed(browser, 'user01');
    for (let round = 1; round <= 2; round += 1) {
      await untilExpired();
      expect((await browser.call('GET', '/session/api/me/devices')).body).toMatchObject({ items: [{ key }] });
    }
  });

  it('start with a remembered device, and are renewed on it', async () => {
    const username = 'user02';
    const device = await confirmed(service.browser(), username);
    const browser = service.browser();
    const deviceKey = device.key;
    const first = await browser.call('POST', '/session', {
      username,
      password: password(username),
      deviceKey,
    });
    expect(first).toMatchObject({ status: 200, body: { challenge: 'DEVICE_SRP_AUTH' } });

    const srp = createSrpSession(username, '', service.pool.userPoolId, false);
    const named = { username, deviceKey };
    const asked = await browser.call('POST', '/session/challenge', {
      ...named,
      challenge: 'DEVICE_SRP_AUTH',
      session: first.body.session,
      responses: { SRP_A: srp.largeA },
    });
    expect(asked).toMatchObject({ status: 200, body: { challenge: 'DEVICE_PASSWORD_VERIFIER' } });
    const challenged = {
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER' as const,
      ChallengeParameters: asked.body.parameters as Record<string, string>,
      $metadata: {},
    };
    const signed = signSrpSessionWithDevice(srp, challenged, device.groupKey, device.secret);
    const { ChallengeResponses: proof } = wrapAuthChallenge(signed, {
      ClientId: '',
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      ChallengeResponses: { USERNAME: username, DEVICE_KEY: deviceKey },
    });
    const { USERNAME: _, DEVICE_KEY: __, ...responses } = proof as Record<string, string>;
    const done = await browser.call('POST', '/session/challenge', {
      ...named,
      challenge: 'DEVICE_PASSWORD_VERIFIER',
      session: asked.body.session,
      responses,
    });
    expect(done).toMatchObject({ status: 201, body: { signedIn: true, username } });
    expect(done.body).not.toHaveProperty('newDevice');
    await untilExpired();
    expect((await browser.call('GET', '/session/api/whoami')).status).toBe(200);
  });
});

describe('a renewal of tokens that do not name their device (on the wire; no emulator involved)', () => {
  const DEVICE = { DeviceKey: 'us-east-1_a1b2c3d4-5678-90ab-cdef-111111111111', DeviceGroupKey: '-ExAmPlE1' };

  it.each([
    ['the new device of the sign-in', undefined, DEVICE.DeviceKey],
    ['the device that the page named', 'us-east-1_known', 'us-east-1_known'],
  ])('names %s', async (_, deviceKey, expected) => {
    const [pool, cognito] = [await startEmbeddedPool(), await CognitoStub.start()];
    const service = await BrowserService.before(pool, {
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      CLOCK_TOLERANCE_SECONDS: '0',
    });
    const result = (seconds: number) => ({
      AccessToken: accessToken(pool.issuer, pool.clients.browser.id, seconds),
      RefreshToken: 'refresh-token',
      TokenType: 'Bearer',
      ExpiresIn: seconds,
    });
    const NewDeviceMetadata = deviceKey === undefined ? DEVICE : undefined;
    cognito.on('InitiateAuth', () => ({
      json: { AuthenticationResult: { ...result(LIFE_SECONDS), NewDeviceMetadata } },
    }));
    cognito.on('GetTokensFromRefreshToken', () => ({ json: { AuthenticationResult: result(60) } }));
    const browser = service.browser();
    const begun = await browser.call('POST', '/session', {
      username: 'alice',
      password: 'Pass-word-1',
      deviceKey,
    });
    expect(begun.status).toBe(201);
    await untilExpired();
    expect((await browser.call('GET', '/session/api/whoami')).status).toBe(200);
    expect(cognito.sent('GetTokensFromRefreshToken')).toMatchObject([{ DeviceKey: expected }]);
    await service.close();
    await cognito.close();
    await pool.close();
  });

  function accessToken(iss: string, client_id: string, seconds: number): string {
    const now = Math.floor(Date.now() / 1000);
    return signClaims({
      iss,
      client_id,
      sub: 'f3b1',
      username: 'alice',
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      origin_jti: 'the-sign-in',
      jti: randomUUID(),
      iat: now,
      auth_time: now,
      exp: now + seconds,
    });
  }
});
