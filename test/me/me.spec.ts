import { GlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { subOf } from '../../pool/seed';
import { clientFor } from '../../pool/spec.support';
import { PoolService } from '../support/pool.service';

let app: PoolService;
beforeAll(async () => {
  app = await PoolService.start();
});
afterAll(() => app.close());

const tokenOf = async (username: string) => (await app.signIn(username)).accessToken;
const me = async (token: string) => (await app.request('GET', '/me', undefined, token)).body;

describe('GET /me', () => {
  it('returns only the caller', async () => {
    const answer = await app.request('GET', '/me', undefined, await tokenOf('alice'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      username: 'alice',
      sub: subOf('alice'),
      attributes: {
        sub: subOf('alice'),
        email: 'alice@example.com',
        email_verified: 'true',
        name: 'Alice Archer',
        given_name: 'Alice',
        family_name: 'Archer',
      },
      mfaMethods: [],
    });
  });

  it('reads the token only from the header, not from the URL or a cookie', async () => {
    const token = await tokenOf('alice');
    const response = await fetch(`${app.url}/me?access_token=${token}&token=${token}`, {
      headers: { cookie: `access_token=${token}; Authorization=Bearer ${token}` },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'token_missing' });
  });

  it('accepts the scheme in any case', async () => {
    const headers = { authorization: `bEARER  ${await tokenOf('alice')}` };
    expect((await fetch(`${app.url}/me`, { headers })).status).toBe(200);
  });

  it('answers 401 if the pool knows that the token was revoked and the service does not', async () => {
    const token = await tokenOf('user01');
    await clientFor(app.pool).send(new GlobalSignOutCommand({ AccessToken: token }));
    expect(await app.verdictOn(token)).toBe('valid');
    const answer = await app.request('GET', '/me', undefined, token);
    expect(answer).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/error="invalid_token"/);
  });
});

describe('PATCH /me', () => {
  it('writes and removes attributes', async () => {
    const token = await tokenOf('user02');
    const before = await me(token);
    const answer = await app.request(
      'PATCH',
      '/me',
      { attributes: { name: 'Zoë', nickname: 'z', given_name: null } },
      token,
    );
    expect([answer.status, answer.text]).toEqual([204, '']);
    const { given_name: _, ...attributes } = before.attributes as Record<string, string>;
    expect(await me(token)).toEqual({
      ...before,
      attributes: { ...attributes, name: 'Zoë', nickname: 'z' },
    });
  });

  it("changes nothing if a part is refused by the service's own rules", async () => {
    const token = await tokenOf('user03');
    const before = await me(token);
    const answer = await app.request(
      'PATCH',
      '/me',
      { attributes: { name: 'Changed', 'custom:tenant': 'other', email_verified: null } },
      token,
    );
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      code: 'attribute_not_writable',
      errors: [
        { path: 'attributes.custom:tenant', message: expect.any(String) },
        { path: 'attributes.email_verified', message: expect.any(String) },
      ],
    });
    expect(await me(token)).toEqual(before);
  });

  it('changes nothing if the pool refuses the removal', async () => {
    const token = await tokenOf('user04');
    const before = await me(token);
    // The schema of the pool does not have this attribute.
    const attributes = { name: 'Changed', nickname: 'new', profile_of_another_kind: null };
    const writable = 'name,nickname,profile_of_another_kind';
    const other = await PoolService.start({ SELF_WRITABLE_ATTRIBUTES: writable });
    try {
      const there = (await other.signIn('user04')).accessToken;
      const answer = await other.request('PATCH', '/me', { attributes }, there);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
      const after = (await other.request('GET', '/me', undefined, there)).body;
      expect(after).toEqual(before);
    } finally {
      await other.close();
    }
  });

  it('writes a custom attribute if it is listed', async () => {
    const other = await PoolService.start({ SELF_WRITABLE_ATTRIBUTES: 'custom:department' });
    try {
      const token = (await other.signIn('alice')).accessToken;
      const write = (attributes: object) => other.request('PATCH', '/me', { attributes }, token);
      expect((await write({ 'custom:department': 'Care' })).status).toBe(204);
      expect((await other.request('GET', '/me', undefined, token)).body.attributes).toMatchObject({
        'custom:department': 'Care',
      });
      // The list replaces the default one.
      expect((await write({ name: 'A' })).body.code).toBe('attribute_not_writable');
    } finally {
      await other.close();
    }
  });

  it('refuses the address of another user', async () => {
    const token = await tokenOf('user05');
    const answer = await app.request('PATCH', '/me', { attributes: { email: 'alice@example.com' } }, token);
    expect(answer).toMatchObject({ status: 409, body: { code: 'alias_exists' } });
  });
});

describe('POST /me/password', () => {
  const change = (token: string, previousPassword: string, proposedPassword: string) =>
    app.post('/me/password', { previousPassword, proposedPassword }, token);

  it('changes the password, and keeps the session', async () => {
    const token = await tokenOf('user06');
    const answer = await change(token, app.pool.passwords.user06 ?? '', 'Quite-New-1');
    expect([answer.status, answer.text]).toEqual([204, '']);
    await app.signIn('user06', 'Quite-New-1');
    expect(await me(token)).toMatchObject({ username: 'user06' });
    const old = { username: 'user06', password: app.pool.passwords.user06 };
    expect((await app.post('/auth/sign-in', old)).status).toBe(401);
  });

  it('refuses a wrong previous password with 403, because the token is valid', async () => {
    const answer = await change(await tokenOf('user07'), 'Not-Mine-1', 'Quite-New-1');
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
    expect(answer.headers.get('www-authenticate')).toBeNull();
    await app.signIn('user07');
  });

  it('refuses a weak password with the reason', async () => {
    const answer = await change(await tokenOf('user07'), app.pool.passwords.user07 ?? '', 'weak');
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_password' } });
    expect(answer.body.detail).toMatch(/not long enough/);
  });
});

describe('DELETE /me', () => {
  it('deletes the account and ends its tokens', async () => {
    const { accessToken, refreshToken } = await app.signIn('user08');
    const answer = await app.request('DELETE', '/me', undefined, accessToken);
    expect([answer.status, answer.text, answer.headers.get('cache-control')]).toEqual([204, '', 'no-store']);
    const after = await app.request('GET', '/me', undefined, accessToken);
    expect(after).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
    expect(after.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="lifeguard", error="invalid_token", error_description="[^"]+"$/,
    );
    const root = await tokenOf('root');
    expect((await app.request('GET', '/users/user08', undefined, root)).body.code).toBe('user_not_found');
    expect((await app.post('/auth/refresh', { refreshToken })).body.code).toBe('bad_credentials');
  });
});

describe('/me', () => {
  it('answers 404 to the token of a deleted user', async () => {
    const stranger = app.pool.mint({
      sub: '00000000-0000-4000-a000-000000000000',
      username: 'nobody',
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(await app.request('GET', '/me', undefined, stranger)).toMatchObject({
      status: 404,
      body: { code: 'user_not_found' },
    });
  });
});
