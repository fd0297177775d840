import { subOf } from '../../pool/seed';
import { claimsIn, PoolService } from '../support/pool.service';

let app: PoolService;
let rootToken: string;
beforeAll(async () => {
  app = await PoolService.start();
  rootToken = (await app.signIn('root')).accessToken;
});
afterAll(() => app.close());

const asRoot = async (method: string, path: string, body?: unknown) => {
  const answer = await app.request(method, path, body, rootToken);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
};
const verdicts = async (...tokens: string[]) => {
  const found: unknown[] = [];
  for (const token of tokens) found.push(await app.verdictOn(token));
  return found;
};

describe('POST /me/revoke', () => {
  it('revokes every access token of the session, and none of another session of the user', async () => {
    const session = await app.signIn('alice');
    const other = await app.signIn('alice');
    const second = await app.refresh(session.refreshToken);
    const third = await app.refresh(session.refreshToken);
    expect(claimsIn(second).origin_jti).toBe(claimsIn(session.accessToken).origin_jti);
    const tokens = [session.accessToken, second, third, other.accessToken] as const;
    expect(await verdicts(...tokens)).toEqual(['valid', 'valid', 'valid', 'valid']);

    const answer = await app.post('/me/revoke', { refreshToken: session.refreshToken }, second);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await verdicts(...tokens)).toEqual(['token_revoked', 'token_revoked', 'token_revoked', 'valid']);
    expect((await app.post('/auth/refresh', { refreshToken: session.refreshToken })).status).toBe(401);
    expect(await app.verdictOn(await app.refresh(other.refreshToken))).toBe('valid');
  });

  it('ends the session of the caller here and that of the refresh token at the pool, if they differ', async () => {
    const [mine, theirs] = [await app.signIn('user01'), await app.signIn('user01')];
    await app.post('/me/revoke', { refreshToken: theirs.refreshToken }, mine.accessToken);
    expect(await app.verdictOn(mine.accessToken)).toBe('token_revoked');
    expect((await app.post('/auth/refresh', { refreshToken: theirs.refreshToken })).status).toBe(401);
  });

  it('revokes only the token if it names no session', async () => {
    const claims = { sub: subOf('user02'), username: 'user02', scope: 'aws.cognito.signin.user.admin' };
    const [used, other] = [app.pool.mint(claims), app.pool.mint(claims)];
    const { refreshToken } = await app.signIn('user02');
    expect((await app.post('/me/revoke', { refreshToken }, used)).status).toBe(204);
    expect(await verdicts(used, other)).toEqual(['token_revoked', 'valid']);
  });

  it('revokes nothing if the pool refuses', async () => {
    const { accessToken, idToken } = await app.signIn('user03');
    const refused = await app.post('/me/revoke', { refreshToken: idToken }, accessToken);
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
    expect(await app.verdictOn(accessToken)).toBe('valid');
  });

  it('answers 401 with a challenge to a revoked token on every route', async () => {
    const { accessToken, refreshToken } = await app.signIn('user03');
    await app.post('/me/revoke', { refreshToken }, accessToken);
    for (const path of ['/me', '/whoami', '/users', '/groups']) {
      const answer = await app.request('GET', path, undefined, accessToken);
      expect(answer).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
      expect(answer.headers.get('www-authenticate')).toMatch(/error="invalid_token", error_description="/);
    }
  });
});

describe('every session of a user', () => {
  it.each<[string, string, (token: string) => Promise<unknown>]>([
    ['their own sign-out', 'user04', (token) => app.post('/me/sign-out', undefined, token)],
    ['a sign-out by an admin', 'user05', () => asRoot('POST', '/users/user05/sign-out')],
    [
      'a new password by an admin',
      'user06',
      () => asRoot('PUT', '/users/user06/password', { password: 'Crowd-Pass-1', permanent: true }),
    ],
    [
      'being disabled and enabled again',
      'user07',
      async () => {
        await asRoot('POST', '/users/user07/disable');
        await asRoot('POST', '/users/user07/enable');
      },
    ],
  ])('ends by %s, while a later sign-in and other users are not affected', async (_deed, name, act) => {
    const [first, second, stranger] = [
      await app.signIn(name),
      await app.signIn(name),
      await app.signIn('user20'),
    ];
    const renewed = await app.refresh(first.refreshToken);
    const tokens = [first.accessToken, second.accessToken, renewed];
    expect(await verdicts(...tokens)).toEqual(['valid', 'valid', 'valid']);
    await act(first.accessToken);
    expect(await verdicts(...tokens)).toEqual(['token_revoked', 'token_revoked', 'token_revoked']);
    expect(await app.verdictOn(stranger.accessToken)).toBe('valid');
    const later = await app.signInUntilValid(name);
    expect(claimsIn(later.accessToken)).toMatchObject({ username: name });
    expect(await verdicts(...tokens)).toEqual(['token_revoked', 'token_revoked', 'token_revoked']);
  });

  it.each<[string, string, (token: string) => Promise<unknown>]>([
    ['deleting themselves', 'user08', (token) => app.request('DELETE', '/me', undefined, token)],
    ['being deleted', 'user09', () => asRoot('DELETE', '/users/user09')],
  ])('ends by %s, and cannot be renewed', async (_deed, name, act) => {
    const { accessToken, refreshToken } = await app.signIn(name);
    await act(accessToken);
    expect(await app.verdictOn(accessToken)).toBe('token_revoked');
    expect((await app.post('/auth/refresh', { refreshToken })).status).toBe(401);
    const password = app.pool.passwords[name];
    expect((await app.post('/auth/sign-in', { username: name, password })).status).toBe(401);
  });

  it('ends if the user is named by an alias, in another case or by sub', async () => {
    for (const name of ['USER10@Example.com', 'user10@example.com', subOf('user10')]) {
      const { accessToken } = await app.signInUntilValid('user10');
      await asRoot('POST', `/users/${encodeURIComponent(name)}/sign-out`);
      expect(await app.verdictOn(accessToken)).toBe('token_revoked');
    }
  });

  it('cannot be renewed after a sign-out', async () => {
    const { accessToken, refreshToken } = await app.signIn('user11');
    await app.post('/me/sign-out', undefined, accessToken);
    expect((await app.post('/auth/refresh', { refreshToken })).body.code).toBe('bad_credentials');
  });
});

describe('the groups of a user', () => {
  it('are up to date after a renewal, whether a group was added or removed', async () => {
    const { accessToken, refreshToken } = await app.signIn('user12');
    expect(claimsIn(accessToken)).not.toHaveProperty('cognito:groups');

    await asRoot('PUT', '/users/user12/groups/support');
    expect(await app.verdictOn(accessToken)).toBe('token_revoked');
    const member = await app.refreshUntilValid(refreshToken);
    const groupsOf = async (token: string) =>
      (await app.request('GET', '/whoami', undefined, token)).body.groups;
    expect(await groupsOf(member)).toEqual(['support']);

    await asRoot('DELETE', '/users/user12/groups/support');
    expect(await app.verdictOn(member)).toBe('token_revoked');
    expect(await groupsOf(await app.refreshUntilValid(refreshToken))).toEqual([]);
  });

  it('admit a new admin, and a former one no longer', async () => {
    const { refreshToken } = await app.signIn('user13');
    await asRoot('PUT', '/users/user13/groups/admin');
    const admin = await app.refreshUntilValid(refreshToken);
    expect((await app.request('GET', '/users', undefined, admin)).status).toBe(200);
    await asRoot('DELETE', '/users/user13/groups/admin');
    expect((await app.request('GET', '/users', undefined, admin)).body.code).toBe('token_revoked');
    const former = await app.refreshUntilValid(refreshToken);
    expect((await app.request('GET', '/users', undefined, former)).body.code).toBe('forbidden');
  });

  it('that are deleted revoke the tokens of their members and of nobody else', async () => {
    await asRoot('POST', '/groups', { name: 'crew' });
    const { refreshToken } = await app.signIn('user14');
    await asRoot('PUT', '/users/user14/groups/crew');
    const member = await app.refreshUntilValid(refreshToken);
    const other = (await app.signIn('user15')).accessToken;
    await asRoot('DELETE', '/groups/crew');
    expect(await verdicts(member, other)).toEqual(['token_revoked', 'valid']);
    const renewed = await app.refreshUntilValid(refreshToken);
    expect(claimsIn(renewed)).not.toHaveProperty('cognito:groups');
  });

  it('that do not exist revoke nothing when a user is added', async () => {
    const { accessToken } = await app.signIn('user16');
    const root = (await app.signIn('root')).accessToken;
    const answer = await app.request('PUT', '/users/user16/groups/nowhere', undefined, root);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await app.verdictOn(accessToken)).toBe('valid');
  });
});

describe('a token issued right after the response', () => {
  it('works, whether by sign-in or by renewal, after every kind of revocation', async () => {
    const session = await app.signIn('user17');
    await asRoot('PUT', '/users/user17/groups/support');
    expect(await app.verdictOn(await app.refresh(session.refreshToken))).toBe('valid');
    await asRoot('POST', '/users/user17/sign-out');
    expect(await app.verdictOn((await app.signIn('user17')).accessToken)).toBe('valid');
    const { accessToken } = await app.signIn('user17');
    await app.post('/me/sign-out', undefined, accessToken);
    expect(await app.verdictOn(accessToken)).toBe('token_revoked');
    expect(await app.verdictOn((await app.signIn('user17')).accessToken)).toBe('valid');
  });
});
