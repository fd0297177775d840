import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subOf } from '../../pool/seed';
import { totp } from '../../pool/totp';
import { claimsIn, PoolService } from '../support/pool.service';

/** Actions of admins for people who cannot sign in any more. */
describe('An admin', () => {
  let app: PoolService;
  let root: string;
  beforeAll(async () => {
    app = await PoolService.start({}, { config: { devices: 'ALWAYS' } });
    root = (await app.signIn('root')).accessToken;
  });
  afterAll(() => app.close());
  const call = (method: string, path: string, body?: unknown, token = root) =>
    app.request(method, path, body, token);

  async function enrol(username: string): Promise<string> {
    const { accessToken } = await app.signIn(username);
    const { body } = await app.post('/me/mfa/totp', undefined, accessToken);
    const secret = String(body['secret']);
    expect((await app.post('/me/mfa/totp/verify', { code: totp(secret) }, accessToken)).status).toBe(204);
    return secret;
  }

  it('reads second factors, and removes the app of a lost phone so that the password is enough again', async () => {
    const before = await call('GET', '/users/alice');
    expect(before.body['mfa']).toEqual({ enabled: [] });
    await enrol('alice');
    expect((await call('GET', '/users/alice')).body['mfa']).toEqual({ enabled: ['totp'], preferred: 'totp' });
    const removed = await call('DELETE', `/users/${subOf('alice')}/mfa/totp`);
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await call('GET', '/users/alice')).body['mfa']).toEqual({ enabled: [] });
    await app.signIn('alice');
    expect((await call('DELETE', '/users/alice/mfa/totp')).status).toBe(404);
  });

  it('sets second factors, which the next sign-in requires', async () => {
    const set = (body: object) => call('PUT', '/users/bob/mfa', body);
    expect((await set({ enabled: ['email'], preferred: 'email' })).status).toBe(204);
    const password = app.pool.passwords['bob'];
    const asked = await app.post('/auth/sign-in', { username: 'bob', password });
    expect(asked.body['challenge']).toBe('EMAIL_OTP');
    expect(await set({ enabled: ['totp'] })).toMatchObject({
      status: 400,
      body: { code: 'invalid_parameter' },
    });
    expect((await set({ enabled: [] })).status).toBe(204);
    await app.signIn('bob');
    expect((await call('PUT', '/users/nobody/mfa', { enabled: [] })).body['code']).toBe('user_not_found');
  });

  it('lists and ends the sessions of a user', async () => {
    const { refreshToken } = await app.signIn('user01');
    const { status, body } = await call('GET', '/users/user01/sessions');
    const items = body['items'] as { id: string; current: boolean }[];
    expect([status, items.length, items[0]?.current]).toEqual([200, 1, false]);
    const path = `/users/user01/sessions/${items[0]?.id}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await app.post('/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await call('GET', '/users/nobody/sessions')).body['code']).toBe('user_not_found');
  });

  it('lists and forgets the devices of a user', async () => {
    const username = 'user02';
    const password = app.pool.passwords[username];
    const { body: tokens } = await app.post('/auth/sign-in', { username, password });
    const { key } = tokens['newDevice'] as { key: string };
    const made = { key, name: 'Phone', passwordVerifier: 'dmVyaWZpZXI=', salt: 'c2FsdA==' };
    expect((await app.post('/me/devices', made, String(tokens['accessToken']))).status).toBe(201);
    const { body } = await call('GET', `/users/${username}/devices?limit=5`);
    expect(body['items']).toEqual([expect.objectContaining({ key, name: 'Phone' })]);
    const path = `/users/${username}/devices/${encodeURIComponent(key)}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', `/users/${username}/devices`)).body).toEqual({ items: [] });
    expect((await call('DELETE', path)).status).toBe(404);
  });

  it('sends an invitation again, whose password replaces the first', async () => {
    const user = { username: 'carol', attributes: { email: 'carol@example.org' } };
    expect((await call('POST', '/users', user)).status).toBe(201);
    const first = app.pool.lastCode('carol');
    const again = await call('POST', '/users/carol/invitation', { clientMetadata: { locale: 'de' } });
    expect([again.status, again.text]).toEqual([202, '']);
    const second = app.pool.lastCode('carol');
    expect(second).not.toBe(first);
    expect(again.text + JSON.stringify([...again.headers])).not.toContain(second);
    const signIn = (password: unknown) => app.post('/auth/sign-in', { username: 'carol', password });
    expect((await signIn(first)).status).toBe(401);
    const { body } = await signIn(second);
    expect(body['challenge']).toBe('NEW_PASSWORD_REQUIRED');
    const tokens = await app.post('/auth/challenge', {
      challenge: 'NEW_PASSWORD_REQUIRED',
      session: body['session'],
      username: 'carol',
      responses: { NEW_PASSWORD: 'Correct-Horse-8' },
    });
    expect(claimsIn(tokens.body['accessToken'])).toMatchObject({ username: 'carol' });
    const past = await call('POST', '/users/carol/invitation');
    expect(past).toMatchObject({ status: 409, body: { code: 'user_state' } });
    expect((await call('POST', '/users/dora/invitation')).body['code']).toBe('user_not_found');
    expect((await call('GET', '/users/dora')).status).toBe(404);
  });

  it('confirms a sign-up, and resets and sets passwords', async () => {
    const account = {
      username: 'erin',
      password: 'Correct-Horse-8',
      attributes: { email: 'erin@example.org' },
    };
    await app.post('/auth/sign-up', account);
    expect((await call('POST', '/users/erin/confirm')).status).toBe(204);
    await app.signIn('erin', account.password);
    await call('PATCH', '/users/erin', { attributes: { email_verified: 'true' } });
    expect((await call('POST', '/users/erin/reset-password', { clientMetadata: { a: 'b' } })).status).toBe(
      204,
    );
    const reset = await app.post('/auth/sign-in', { username: 'erin', password: account.password });
    expect(reset).toMatchObject({ status: 403, body: { code: 'password_reset_required' } });
    const body = { username: 'erin', code: app.pool.lastCode('erin'), password: 'Another-Horse-9' };
    expect((await app.post('/auth/forgot-password/confirm', body)).status).toBe(204);
    const { accessToken } = await app.signIn('erin', 'Another-Horse-9');
    const forced = { password: 'Forced-Horse-7', permanent: false };
    expect((await call('PUT', '/users/erin/password', forced)).status).toBe(204);
    expect(await app.verdictOn(accessToken)).toBe('token_revoked');
    const asked = await app.post('/auth/sign-in', { username: 'erin', password: 'Forced-Horse-7' });
    expect(asked.body['challenge']).toBe('NEW_PASSWORD_REQUIRED');
  });
});
