import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CognitoStub, exception, type Answer } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { machineClaims, makeKey, signToken, userClaims } from '../support/tokens';
import { until } from '../support/until';

const SELF_SERVICE = 'aws.cognito.signin.user.admin';
const ISSUED: Answer = {
  json: { AuthenticationResult: { AccessToken: 'a', TokenType: 'Bearer', ExpiresIn: 60 } },
};

const DONE: Answer = { json: {} };

describe('/auth and /me over HTTP (stub endpoint, no emulator)', () => {
  const key = makeKey();
  let keys: KeyServer;
  let stub: CognitoStub;
  let service: Service;

  const call = async (method: string, path: string, body?: unknown, token?: string) => {
    const response = await fetch(service.url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text ? JSON.parse(text) : undefined,
    };
  };

  beforeAll(async () => {
    [keys, stub] = await Promise.all([startKeyServer(key), CognitoStub.start()]);
    service = await startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keys.url,
      COGNITO_TIMEOUT_MS: '20000',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
    });
  });
  beforeEach(() => stub.reset());
  afterAll(async () => {
    await service.close();
    await stub.close();
    await keys.close();
  });

  const alice = { username: 'alice' };
  const SMS = { ...alice, challenge: 'SMS_MFA', session: 's' };

  it.each<[string, object, number, unknown, Answer]>([
    [
      '/auth/sign-in',
      { ...alice, password: 'p' },
      200,
      { accessToken: 'a', tokenType: 'Bearer', expiresIn: 60 },
      ISSUED,
    ],
    [
      '/auth/refresh',
      { refreshToken: 'r' },
      200,
      { accessToken: 'a', tokenType: 'Bearer', expiresIn: 60 },
      ISSUED,
    ],
    [
      '/auth/challenge',
      { ...alice, challenge: 'SMS_MFA', session: 's', responses: { SMS_MFA_CODE: '1' } },
      200,
      { challenge: 'SMS_MFA', session: 't', parameters: {} },
      { json: { ChallengeName: 'SMS_MFA', Session: 't' } },
    ],
    [
      '/auth/sign-up',
      { ...alice, password: 'p' },
      201,
      { confirmed: true },
      { json: { UserConfirmed: true } },
    ],
    ['/auth/sign-up/confirm', { ...alice, code: '1' }, 204, undefined, DONE],
    ['/auth/sign-up/resend', alice, 202, undefined, DONE],
    ['/auth/forgot-password', alice, 202, undefined, DONE],
    ['/auth/forgot-password/confirm', { ...alice, code: '1', password: 'p' }, 204, undefined, DONE],
  ])('POST %s is public and is not cached', async (path, body, status, expected, answer) => {
    for (const action of ['InitiateAuth', 'GetTokensFromRefreshToken', 'RespondToAuthChallenge', 'SignUp']) {
      stub.on(action, answer);
    }
    const response = await call('POST', path, body);
    expect([response.status, response.json]).toEqual([status, expected]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(stub.requests).toHaveLength(1);
    expect(response.headers.get('location')).toBe(status === 201 ? '/me' : null);
  });

  it.each<[string, object, string]>([
    ['/auth/sign-in', alice, 'password'],
    ['/auth/sign-in', { ...alice, password: 'p', admin: true }, 'admin'],
    ['/auth/sign-in', { username: '', password: 'p' }, 'username'],
    ['/auth/challenge', { ...alice, challenge: 'NONE', session: 's', responses: {} }, 'challenge'],
    ['/auth/challenge', { ...SMS, responses: { SMS_MFA_CODE: '1', A: '1' } }, 'responses.A'],
    ['/auth/challenge', { ...SMS, responses: {} }, 'responses.SMS_MFA_CODE'],
    ['/auth/refresh', {}, 'refreshToken'],
    ['/auth/sign-up', { ...alice, password: 'p', attributes: { email: null } }, 'attributes.email'],
    ['/auth/sign-up/confirm', alice, 'code'],
    ['/auth/sign-up/resend', { ...alice, code: '1' }, 'code'],
    ['/auth/forgot-password', {}, 'username'],
    ['/auth/forgot-password/confirm', { ...alice, code: '1' }, 'password'],
  ])('POST %s %j is 400, names %s and does not call Cognito', async (path, body, field) => {
    const response = await call('POST', path, body);
    expect(response).toMatchObject({
      status: 400,
      json: { code: 'validation_failed', errors: [{ path: field }] },
    });
    expect(stub.requests).toEqual([]);
  });

  it('challenges wrong credentials, and logs nothing about Cognito', async () => {
    stub.on('InitiateAuth', exception('NotAuthorizedException', 'Incorrect username or password.'));
    const response = await call('POST', '/auth/sign-in', { username: 'alice', password: 'hunter2-secret' });
    expect(response).toMatchObject({ status: 401, json: { code: 'bad_credentials' } });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="lifeguard"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(service.log.join('')).not.toContain('hunter2-secret');
  });

  it('sends Retry-After with throttling and with an outage', async () => {
    stub.on('InitiateAuth', exception('LimitExceededException'), exception('X', 'x', 500));
    const body = { ...alice, password: 'p' };
    const limited = await call('POST', '/auth/sign-in', body);
    const out = await call('POST', '/auth/sign-in', body);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
    expect([out.status, out.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('aborts the call to Cognito when the caller disconnects', async () => {
    stub.on('InitiateAuth', 'hang');
    const gone = new AbortController();
    const body = JSON.stringify({ ...alice, password: 'p' });
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body, signal: gone.signal };
    const answered = fetch(`${service.url}/auth/sign-in`, request).catch(() => undefined);
    const { cutShort } = await until('Cognito is called', () => stub.requests[0]);
    const aborted = performance.now();
    gone.abort();
    await answered;
    await expect(cutShort).resolves.toBe(true);
    // Before COGNITO_TIMEOUT_MS would cut it.
    expect(performance.now() - aborted).toBeLessThan(15_000);
  });

  describe('/me', () => {
    const token = (claims: Record<string, unknown> = {}) => signToken(key, userClaims(claims));
    const ROUTES: [string, string, unknown][] = [
      ['GET', '/me', undefined],
      ['PATCH', '/me', { attributes: { name: 'A' } }],
      ['DELETE', '/me', undefined],
      ['POST', '/me/revoke', { refreshToken: 'r' }],
      ['POST', '/me/sign-out', undefined],
      ['POST', '/me/password', { previousPassword: 'a', proposedPassword: 'b' }],
    ];

    it.each(ROUTES)('%s %s needs a token', async (method, path, body) => {
      expect(await call(method, path, body)).toMatchObject({ status: 401, json: { code: 'token_missing' } });
    });

    it.each(ROUTES)('%s %s needs the scope of self-service', async (method, path, body) => {
      const response = await call(method, path, body, token({ scope: 'openid' }));
      expect(response).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
      expect(response.headers.get('www-authenticate')).toContain(`scope="${SELF_SERVICE}"`);
    });

    it.each(ROUTES)('%s %s does not accept the scopes of machines', async (method, path, body) => {
      const machine = signToken(key, machineClaims({ scope: 'lifeguard/users.write' }));
      expect(await call(method, path, body, machine)).toMatchObject({
        status: 403,
        json: { code: 'insufficient_scope' },
      });
      expect(stub.requests).toEqual([]);
    });

    it.each(ROUTES.slice(1))('%s %s answers 204 without a body', async (method, path, body) => {
      const response = await call(method, path, body, token({ sub: `sub-of-${path}-${method}` }));
      expect([response.status, response.text]).toEqual([204, '']);
    });

    it('returns the caller, with no-store', async () => {
      stub.on('GetUser', { json: { Username: 'alice', UserAttributes: [{ Name: 'sub', Value: 's' }] } });
      const response = await call('GET', '/me', undefined, token());
      expect(response.json).toEqual({
        username: 'alice',
        sub: 's',
        attributes: { sub: 's' },
        mfaMethods: [],
      });
      expect(response.headers.get('cache-control')).toBe('no-store');
    });

    it.each([
      ['PATCH', '/me', {}, 'attributes'],
      ['PATCH', '/me', { attributes: {} }, 'attributes'],
      ['PATCH', '/me', { attributes: { name: 1 } }, 'attributes.name'],
      ['POST', '/me/sign-out', { everywhere: true }, 'everywhere'],
      ['DELETE', '/me', { really: true }, 'really'],
      ['POST', '/me/revoke', {}, 'refreshToken'],
      ['POST', '/me/password', { previousPassword: 'a' }, 'proposedPassword'],
    ])('%s %s %j is 400 and names %s', async (method, path, body, field) => {
      expect(await call(method, path, body, token())).toMatchObject({
        status: 400,
        json: { code: 'validation_failed', errors: [{ path: field }] },
      });
      expect(stub.requests).toEqual([]);
    });

    it('accepts an empty object if no body is needed', async () => {
      expect(await call('POST', '/me/sign-out', {}, token({ sub: 'sub-empty' }))).toMatchObject({
        status: 204,
      });
    });

    it.each([
      ['POST', '/me/sign-out', undefined, true],
      ['DELETE', '/me', undefined, true],
      ['POST', '/me/revoke', { refreshToken: 'r' }, false],
    ])('%s %s revokes the token immediately', async (method, path, body, everySession) => {
      const claims = { sub: `sub-ended-by-${path}` };
      const [used, other] = [token(claims), token(claims)];
      expect(await call(method, path, body, used)).toMatchObject({ status: 204 });
      stub.on('GetUser', { json: { Username: 'alice', UserAttributes: [] } });
      expect(await call('GET', '/me', undefined, used)).toMatchObject({
        status: 401,
        json: { code: 'token_revoked' },
      });
      expect((await call('GET', '/me', undefined, other)).status).toBe(everySession ? 401 : 200);
    });

    it('reports a token that Cognito knows to be revoked', async () => {
      stub.on('GetUser', exception('NotAuthorizedException', 'Access Token has been revoked'));
      const response = await call('GET', '/me', undefined, token());
      expect(response).toMatchObject({ status: 401, json: { code: 'token_revoked' } });
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    });
  });
});
