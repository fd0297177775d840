import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolService } from '../support/pool.service';

const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** Changes and verification of a person's own attributes. */
describe('The attributes of a person', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start();
  });
  afterAll(() => app.close());
  const attributesOf = async (token: string) =>
    (await app.request('GET', '/me', undefined, token)).body['attributes'] as Record<string, string>;

  it('PATCH /me returns where a code was sent, and the code confirms the address once', async () => {
    const { accessToken: token } = await app.signIn('alice');
    const changed = await app.request('PATCH', '/me', { attributes: { email: 'alice@example.net' } }, token);
    expect([changed.status, changed.body]).toEqual([
      200,
      { codes: [{ attribute: 'email', medium: 'email', destination: expect.stringContaining('*') }] },
    ]);
    expect(await attributesOf(token)).toMatchObject({ email: 'alice@example.net', email_verified: 'false' });

    const verify = (code: string) => app.post('/me/attributes/email/verify', { code }, token);
    const code = app.pool.lastCode('alice') ?? '';
    expect(await verify(otherThan(code))).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
    const verified = await verify(code);
    expect([verified.status, verified.text]).toEqual([204, '']);
    expect(await attributesOf(token)).toMatchObject({ email_verified: 'true' });
    expect((await verify(code)).status).toBe(400);
    await app.signIn('alice@example.net', app.pool.passwords['alice']);
  });

  it('POST /me/attributes/{name}/code sends another code, which replaces the first', async () => {
    const { accessToken: token } = await app.signIn('bob');
    await app.request('PATCH', '/me', { attributes: { phone_number: '+15550123' } }, token);
    const ask = () => app.post('/me/attributes/phone_number/code', undefined, token);
    const first = await ask();
    expect([first.status, first.body]).toEqual([
      202,
      { attribute: 'phone_number', medium: 'sms', destination: expect.stringContaining('*') },
    ]);
    expect(first.text).not.toContain('5550123');
    const old = app.pool.lastCode('bob', 'SMS') ?? '';
    await ask();
    const code = app.pool.lastCode('bob', 'SMS') ?? '';
    const verify = (given: string) => app.post('/me/attributes/phone_number/verify', { code: given }, token);
    if (old !== code) expect((await verify(old)).body['code']).toBe('code_mismatch');
    expect((await verify(code)).status).toBe(204);
    expect(await attributesOf(token)).toMatchObject({ phone_number_verified: 'true' });
  });

  it('a code is refused from another user', async () => {
    const [one, other] = [await app.signIn('user01'), await app.signIn('user02')];
    await app.request('PATCH', '/me', { attributes: { email: 'new01@example.net' } }, one.accessToken);
    await app.request('PATCH', '/me', { attributes: { email: 'new02@example.net' } }, other.accessToken);
    const code = app.pool.lastCode('user01') ?? '';
    const answer = await app.post('/me/attributes/email/verify', { code }, other.accessToken);
    expect(answer).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
  });

  it.each(['sub', 'name', 'email_verified', 'Email', 'custom:tenant'])('%s has no code', async (name) => {
    const { accessToken: token } = await app.signIn('user03');
    for (const path of [`/me/attributes/${name}/code`, `/me/attributes/${name}/verify`]) {
      const answer = await app.post(path, path.endsWith('verify') ? { code: '123456' } : undefined, token);
      expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    }
  });
});

describe('An address that is verified before it changes', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({}, { config: { verifyBeforeUpdate: ['email'] } });
  });
  afterAll(() => app.close());

  it('remains, and remains usable for sign-in, until the code is confirmed', async () => {
    const { accessToken: token } = await app.signIn('alice');
    const email = async () =>
      ((await app.request('GET', '/me', undefined, token)).body['attributes'] as Record<string, string>)[
        'email'
      ];
    const changed = await app.request('PATCH', '/me', { attributes: { email: 'alice@example.net' } }, token);
    expect(changed).toMatchObject({
      status: 200,
      body: { codes: [{ attribute: 'email', medium: 'email' }] },
    });
    expect(await email()).toBe('alice@example.com');
    await app.signIn('alice@example.com', app.pool.passwords['alice']);

    const code = app.pool.lastCode('alice');
    expect((await app.post('/me/attributes/email/verify', { code }, token)).status).toBe(204);
    expect(await email()).toBe('alice@example.net');
    await app.signIn('alice@example.net', app.pool.passwords['alice']);
  });
});
