import { describe, expect, it } from '@jest/globals';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { createDeviceVerifier } from 'cognito-srp-helper';
import type { EmbeddedPool } from '../../pool/embedded-pool';
import { IdentityPoolStub } from '../../pool/identity-pool/identity-pool';
import { PasskeyAuthenticator } from '../../pool/passkey.authenticator';
import { totp } from '../../pool/totp';
import type { Answer } from '../support/test-service';
import { passwordOf, watch } from './watch';
import { post, textOf, type Watched } from './watched';

/** Signs a user in, and returns the part of the answer that the account routes need. */
async function signIn(watched: Watched, pool: EmbeddedPool, username: string): Promise<Answer> {
  const answer = await watched.call(
    '/auth/sign-in',
    post({ username, password: passwordOf(pool, username) }),
  );
  expect(answer.status).toBe(200);
  return answer;
}

async function enrolApp(watched: Watched, token: string): Promise<void> {
  const enrolled = await watched.call('/me/mfa/totp', { method: 'POST', token });
  expect(enrolled.status).toBe(201);
  const secret = textOf(enrolled, 'secret');
  watched.keep('a secret of an authenticator app', secret);
  const verify = (code: string) =>
    watched.call(
      '/me/mfa/totp/verify',
      post({ code, deviceName: 'Phone of alice', enable: false }, { token }),
    );
  expect((await verify(totp(secret, 0))).status).toBe(400);
  expect((await verify(totp(secret))).status).toBe(204);
}

async function confirmAddress(watched: Watched, pool: EmbeddedPool, token: string): Promise<void> {
  const change = { attributes: { email: 'alice-moves@example.net' } };
  expect((await watched.call('/me', { method: 'PATCH', token, body: change })).status).toBe(200);
  const sent = await watched.call('/me/attributes/email/code', { method: 'POST', token });
  expect(sent.status).toBe(202);
  const verify = (code: unknown) => watched.call('/me/attributes/email/verify', post({ code }, { token }));
  expect((await verify('70614253')).status).toBe(400);
  expect((await verify(pool.lastCode('alice'))).status).toBe(204);
}

async function addPasskey(watched: Watched, token: string): Promise<void> {
  const begun = await watched.call('/me/passkeys/options', { method: 'POST', token });
  expect(begun.status).toBe(200);
  watched.keep('a challenge of a passkey', textOf(begun, 'challenge'));
  const options = begun.body as unknown as PublicKeyCredentialCreationOptionsJSON;
  const credential = new PasskeyAuthenticator().register(options);
  const { id, response } = credential;
  watched.keep('a passkey', id, response.attestationObject, response.clientDataJSON);
  expect((await watched.call('/me/passkeys', post({ credential }, { token }))).status).toBe(204);
  const listed = await watched.call('/me/passkeys', { token });
  expect(listed.body).toMatchObject({ items: [{ id }] });
  expect((await watched.call(`/me/passkeys/${id}`, { method: 'DELETE', token })).status).toBe(204);
}

async function rememberDevice(watched: Watched, signedIn: Answer): Promise<void> {
  const token = textOf(signedIn, 'accessToken');
  const { key, groupKey } = signedIn.body['newDevice'] as { key: string; groupKey: string };
  const { DeviceRandomPassword, DeviceSecretVerifierConfig: made } = createDeviceVerifier(key, groupKey);
  watched.keep('of a device', key, groupKey, DeviceRandomPassword, made.PasswordVerifier, made.Salt);
  const body = { key, name: 'Laptop of alice', passwordVerifier: made.PasswordVerifier, salt: made.Salt };
  expect((await watched.call('/me/devices', post(body, { token }))).status).toBe(201);
  const path = `/me/devices/${encodeURIComponent(key)}`;
  expect((await watched.call(path, { method: 'PUT', token, body: { remembered: true } })).status).toBe(204);
  expect((await watched.call(path, { token })).status).toBe(200);
  expect((await watched.call(path, { method: 'DELETE', token })).status).toBe(204);
}

async function sendIdTokens(watched: Watched, signedIn: Answer): Promise<void> {
  const [token, idToken] = [textOf(signedIn, 'accessToken'), textOf(signedIn, 'idToken')];
  watched.keep('an ID token', ...idToken.split('.'));
  const [header, payload] = idToken.split('.');
  const forged = `${header}.${payload}.signature-that-was-made-up`;
  watched.keep('a forged ID token', 'signature-that-was-made-up');
  for (const sent of [idToken, forged, 'id-token-that-is-none']) {
    await watched.call('/whoami', { token, headers: { 'x-id-token': sent } });
    await watched.call('/me', { token, headers: { 'x-id-token': sent } });
  }
  watched.keep('an ID token of another form', 'id-token-that-is-none');
}

const expectNoLeak = (watched: Watched): void => {
  expect(watched.requestLines()).toHaveLength(watched.calls);
  expect(watched.leaks()).toEqual([]);
  const text = watched.service.log.join('\n');
  expect(text).not.toMatch(/eyJ[\w-]{5}/);
  expect(text).not.toMatch(/alice|example\.(?:com|net)/i);
};

describe('The log of a service at `trace`', () => {
  it('has no secret of an authenticator app, code, passkey, device verifier, salt or ID token', async () => {
    const watched = await watch({ config: { devices: 'ALWAYS' } }, async (service, pool) => {
      const signedIn = await signIn(service, pool, 'alice');
      const token = textOf(signedIn, 'accessToken');
      await rememberDevice(service, signedIn);
      await enrolApp(service, token);
      await confirmAddress(service, pool, token);
      await addPasskey(service, token);
      await sendIdTokens(service, signedIn);
    });
    expect(watched.kept).toBeGreaterThan(30);
    expectNoLeak(watched);
  });

  it('has no temporary AWS credentials, whether the identity pool answers or fails', async () => {
    let stub: IdentityPoolStub | undefined;
    const environmentOf = async (pool: EmbeddedPool) => {
      const clientIds = [pool.clients.public.id];
      stub = await IdentityPoolStub.start({ userPoolId: pool.userPoolId, region: pool.region, clientIds });
      return { ...pool.env(), ...stub.env() };
    };
    const use = async (service: Watched, pool: EmbeddedPool) => {
      const signedIn = await signIn(service, pool, 'alice');
      const [token, idToken] = [textOf(signedIn, 'accessToken'), textOf(signedIn, 'idToken')];
      service.keep('an ID token', ...idToken.split('.'));
      const ask = () => service.call('/me/aws-credentials', post({ idToken }, { token }));
      const { status, body } = await ask();
      expect(status).toBe(200);
      for (const [name, value] of Object.entries(body)) service.keep(name, String(value));
      if (stub) stub.failure = { exception: 'InvalidIdentityPoolConfigurationException' };
      expect((await ask()).status).toBe(502);
    };
    const watched = await watch({}, use, environmentOf).finally(() => stub?.close());
    expect(watched.kept).toBeGreaterThan(8);
    expectNoLeak(watched);
  });

  it('has no cookie of a browser session, valid or not, and no token behind it', async () => {
    const use = async (service: Watched, pool: EmbeddedPool) => {
      const page = { 'x-lifeguard': '1', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' };
      const account = { username: 'alice', password: passwordOf(pool, 'alice') };
      const opened = await service.call('/session', post(account, { headers: page }));
      expect(opened.status).toBe(201);
      const [cookie = ''] = opened.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
      service.keep('a cookie', cookie.slice(cookie.indexOf('=') + 1));
      const headers = { ...page, cookie };
      expect((await service.call('/session/api/me', { headers })).status).toBe(200);
      const made = 'cookie-of-nobody'.padEnd(43, 'x');
      service.keep('a made-up cookie', made);
      const name = cookie.slice(0, cookie.indexOf('='));
      const unknown = { ...page, cookie: `${name}=${made}` };
      expect((await service.call('/session/api/me', { headers: unknown })).status).toBe(401);
    };
    const watched = await watch({}, use, (pool) => pool.browserEnv());
    expect(watched.kept).toBeGreaterThan(3);
    expectNoLeak(watched);
  });
});
