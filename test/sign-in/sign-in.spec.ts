import {
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { subOf } from '../../pool/seed';
import { clientFor } from '../../pool/spec.support';
import { totp } from '../../pool/totp';
import { claimsIn, PoolService, withoutRequestId } from '../support/pool.service';

const WRONG = { status: 401, body: { code: 'bad_credentials' } };

let app: PoolService;
let rootToken: string;
beforeAll(async () => {
  app = await PoolService.start();
  rootToken = (await app.signIn('root')).accessToken;
});
afterAll(() => app.close());

const password = (username: string) => app.pool.passwords[username] ?? '';
const signIn = (username: string, secret = password(username)) =>
  app.post('/auth/sign-in', { username, password: secret });
const asRoot = async (method: string, path: string, body?: unknown) => {
  const answer = await app.request(method, path, body, rootToken);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
};

describe('POST /auth/sign-in', () => {
  it('returns only tokens and their lifetime', async () => {
    const answer = await signIn('alice');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      accessToken: expect.any(String),
      idToken: expect.any(String),
      refreshToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 3600,
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const claims = claimsIn(answer.body.accessToken);
    expect(claims).toMatchObject({ token_use: 'access', username: 'alice', sub: subOf('alice') });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(answer.body.expiresIn);
  });

  it('returns an access token that is accepted, and an ID token that is not', async () => {
    const { accessToken, idToken } = await app.signIn('root');
    const { body } = await app.request('GET', '/whoami', undefined, accessToken);
    expect(body).toEqual({
      kind: 'user',
      sub: subOf('root'),
      username: 'root',
      clientId: app.pool.clients.public.id,
      groups: ['admin'],
      scopes: ['aws.cognito.signin.user.admin'],
      claims: claimsIn(accessToken),
    });
    expect(await app.verdictOn(idToken)).toBe('token_invalid');
  });

  it('accepts the e-mail address as the username', async () => {
    const answer = await signIn('alice@example.com', password('alice'));
    expect(claimsIn(answer.body.accessToken)).toMatchObject({ username: 'alice' });
  });

  it('answers byte for byte the same to a wrong password and to an unknown user', async () => {
    const wrong = await signIn('alice', 'Not-Hers-1');
    const nobody = await signIn('nobody', 'Not-Hers-1');
    expect(wrong).toMatchObject(WRONG);
    expect(nobody.status).toBe(wrong.status);
    expect(withoutRequestId(nobody)).toBe(withoutRequestId(wrong));
    for (const { headers } of [wrong, nobody]) {
      expect(headers.get('www-authenticate')).toBe('Bearer realm="lifeguard"');
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect([...nobody.headers.keys()].toSorted()).toEqual([...wrong.headers.keys()].toSorted());
  });

  it('refuses a disabled user like wrong credentials until they are enabled', async () => {
    await asRoot('POST', '/users/user01/disable');
    const disabled = await signIn('user01');
    expect(disabled).toMatchObject(WRONG);
    expect(withoutRequestId(disabled)).toBe(withoutRequestId(await signIn('nobody', 'x')));
    await asRoot('POST', '/users/user01/enable');
    expect((await signIn('user01')).status).toBe(200);
  });

  it('answers 403 after an administrator has reset the password', async () => {
    await asRoot('POST', '/users/user02/reset-password');
    expect(await signIn('user02')).toMatchObject({ status: 403, body: { code: 'password_reset_required' } });
    const code = app.pool.lastCode('user02');
    const reset = { username: 'user02', code, password: 'Brand-New-1' };
    expect((await app.post('/auth/forgot-password/confirm', reset)).status).toBe(204);
    expect((await signIn('user02', 'Brand-New-1')).status).toBe(200);
  });
});

describe('POST /auth/challenge', () => {
  const create = async (username: string) => {
    const temporaryPassword = 'Temporary-1';
    const user = { username, temporaryPassword, sendInvitation: false };
    await asRoot('POST', '/users', user);
    const { body, headers } = await signIn(username, temporaryPassword);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      challenge: 'NEW_PASSWORD_REQUIRED',
      session: expect.stringMatching(/^\S{20,}$/),
      parameters: {
        USER_ID_FOR_SRP: username,
        requiredAttributes: [],
        userAttributes: {},
      },
    });
    return body.session;
  };
  const newPassword = (username: string, session: unknown, secret: string) =>
    app.post('/auth/challenge', {
      challenge: 'NEW_PASSWORD_REQUIRED',
      session,
      username,
      responses: { NEW_PASSWORD: secret },
    });

  it('signs a created user in with a new password, which then replaces the old one', async () => {
    const answer = await newPassword('carol', await create('carol'), 'Chosen-Pass-1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(answer.body).toSorted()).toEqual(
      ['accessToken', 'idToken', 'refreshToken', 'tokenType', 'expiresIn'].toSorted(),
    );
    expect(await app.verdictOn(String(answer.body.accessToken))).toBe('valid');
    expect((await signIn('carol', 'Chosen-Pass-1')).body).toHaveProperty('accessToken');
    expect(await signIn('carol', 'Temporary-1')).toMatchObject(WRONG);
  });

  it('refuses a weak password with the reason, and can be answered again', async () => {
    const session = await create('dave');
    const weak = await newPassword('dave', session, 'short');
    expect(weak).toMatchObject({ status: 400, body: { code: 'invalid_password' } });
    expect(weak.body.detail).toMatch(/not long enough/);
    expect((await newPassword('dave', session, 'Chosen-Pass-1')).status).toBe(200);
  });

  it('accepts a session once, and only from its user', async () => {
    const session = await create('erin');
    expect(await newPassword('alice', session, 'Chosen-Pass-1')).toMatchObject(WRONG);
    expect((await newPassword('erin', session, 'Chosen-Pass-1')).status).toBe(200);
    expect(await newPassword('erin', session, 'Chosen-Pass-2')).toMatchObject(WRONG);
  });

  it('answers an invented session like wrong credentials, whether or not the user exists', async () => {
    const alice = await newPassword('alice', 'made-up-session-made-up', 'Chosen-Pass-1');
    const nobody = await newPassword('nobody', 'made-up-session-made-up', 'Chosen-Pass-1');
    expect(alice).toMatchObject(WRONG);
    expect(withoutRequestId(nobody)).toBe(withoutRequestId(alice));
    expect(alice.headers.get('www-authenticate')).toBe('Bearer realm="lifeguard"');
  });

  describe('for a second factor', () => {
    let secret = '';
    beforeAll(async () => {
      const { accessToken: AccessToken } = await app.signIn('bob');
      const client = clientFor(app.pool);
      secret = (await client.send(new AssociateSoftwareTokenCommand({ AccessToken }))).SecretCode ?? '';
      await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(secret) }));
      const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
      await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    });
    const respond = (session: unknown, code: string) =>
      app.post('/auth/challenge', {
        challenge: 'SOFTWARE_TOKEN_MFA',
        session,
        username: 'bob',
        responses: { SOFTWARE_TOKEN_MFA_CODE: code },
      });

    it('signs the user in with the code, even after a wrong one, and shows the factor at /me', async () => {
      const { body } = await signIn('bob');
      expect(body).toMatchObject({ challenge: 'SOFTWARE_TOKEN_MFA', session: expect.any(String) });
      expect(body).not.toHaveProperty('accessToken');
      const right = totp(secret);
      const wrong = String((Number(right) + 500_000) % 1_000_000).padStart(6, '0');
      expect(await respond(body.session, wrong)).toMatchObject({
        status: 400,
        body: { code: 'code_mismatch' },
      });
      const answer = await respond(body.session, totp(secret));
      expect(answer.status).toBe(200);
      const me = await app.request('GET', '/me', undefined, String(answer.body.accessToken));
      expect(me.body).toMatchObject({
        username: 'bob',
        mfaMethods: ['SOFTWARE_TOKEN_MFA'],
        preferredMfa: 'SOFTWARE_TOKEN_MFA',
      });
    });
  });
});

describe.each<[string, readonly string[]]>([
  ['at an endpoint that knows GetTokensFromRefreshToken', []],
  ['at an endpoint without GetTokensFromRefreshToken', ['GetTokensFromRefreshToken']],
])('POST /auth/refresh %s', (_title, withoutActions) => {
  let here: PoolService;
  beforeAll(async () => {
    here = await PoolService.start({}, { withoutActions });
  });
  afterAll(() => here.close());
  const refresh = (body: unknown) => here.post('/auth/refresh', body);

  it('refuses an invented token', async () => {
    const answer = await refresh({ refreshToken: 'a.b.c.d.e' });
    expect(answer).toMatchObject(WRONG);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="lifeguard"');
  });

  it('returns new tokens of the same session, repeatedly', async () => {
    const first = await here.signIn('alice');
    const before = claimsIn(first.accessToken);
    for (const body of [
      { refreshToken: first.refreshToken },
      { refreshToken: first.refreshToken, username: 'alice' },
    ]) {
      const answer = await refresh(body);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        accessToken: expect.any(String),
        idToken: expect.any(String),
        tokenType: 'Bearer',
        expiresIn: 3600,
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const after = claimsIn(answer.body.accessToken);
      expect(after).toMatchObject({ sub: before.sub, origin_jti: before.origin_jti });
      expect(after.jti).not.toBe(before.jti);
      expect(await here.verdictOn(String(answer.body.accessToken))).toBe('valid');
    }
  });

  it('refuses an access token, a revoked refresh token and the tokens of a deleted user', async () => {
    const { accessToken, refreshToken } = await here.signIn('user03');
    expect(await refresh({ refreshToken: accessToken })).toMatchObject(WRONG);
    expect((await here.post('/me/revoke', { refreshToken }, accessToken)).status).toBe(204);
    expect(await refresh({ refreshToken })).toMatchObject(WRONG);
    const later = await here.signInUntilValid('user03');
    expect((await here.request('DELETE', '/me', undefined, later.accessToken)).status).toBe(204);
    expect(await refresh({ refreshToken: later.refreshToken })).toMatchObject(WRONG);
  });
});
