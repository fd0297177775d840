import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subOf } from '../../pool/seed';
import { totp } from '../../pool/totp';
import { claimsIn, PoolService } from '../support/pool.service';

const seconds = () => Math.floor(Date.now() / 1000);

/** Every way to name the only admin of the pool in a path. */
const NAMES_OF_ROOT = [
  'root',
  'ROOT',
  'rOOt',
  '%72%6f%6F%74',
  'r%6Fot',
  subOf('root'),
  'root@example.com',
  'Root@Example.COM',
  'root%40example.com',
  '%52OOT%40EXAMPLE.COM',
];
/** Similar names that belong to no user. */
const NAMES_OF_NOBODY = [
  subOf('root').toUpperCase(),
  '%2572oot',
  'root%20',
  '%20root',
  'root%00',
  'root%2F',
  'r\u{430}ot',
  'root%E2%80%8B',
];

describe('An attempt to remove the last admin, under every name', () => {
  let app: PoolService;
  let root: string;
  let robot: string;
  beforeAll(async () => {
    app = await PoolService.start();
    root = (await app.signIn('root')).accessToken;
    robot = app.pool.mintMachineToken(['lifeguard/users.write', 'lifeguard/users.read']);
  });
  afterAll(() => app.close());
  const attacks = (name: string): [string, string][] => [
    ['DELETE', `/users/${name}`],
    ['POST', `/users/${name}/disable`],
    ['DELETE', `/users/${name}/groups/admin`],
    ['DELETE', `/users/${name}/groups/%61dmin`],
  ];

  it.each(NAMES_OF_ROOT)('by the admin is own_account: %s', async (name) => {
    for (const [method, path] of attacks(name)) {
      const answer = await app.request(method, path, undefined, root);
      expect([path, answer.status, answer.body['code']]).toEqual([path, 409, 'own_account']);
    }
  });

  it.each(NAMES_OF_ROOT)('by a machine is last_admin: %s', async (name) => {
    for (const [method, path] of attacks(name)) {
      const answer = await app.request(method, path, undefined, robot);
      expect([path, answer.status, answer.body['code']]).toEqual([path, 409, 'last_admin']);
    }
  });

  it.each(NAMES_OF_NOBODY)('finds no user by %s', async (name) => {
    for (const [method, path] of attacks(name)) {
      const answer = await app.request(method, path, undefined, robot);
      expect([400, 404]).toContain(answer.status);
    }
  });

  it('by DELETE /me is last_admin and changes nothing', async () => {
    expect((await app.request('DELETE', '/me', undefined, root)).body['code']).toBe('last_admin');
    expect(await app.verdictOn(root)).toBe('valid');
    const { body } = await app.request('GET', '/users/root', undefined, root);
    expect(body).toMatchObject({ enabled: true, groups: expect.arrayContaining(['admin']) });
  });
});

describe('POST /revocations, under attack', () => {
  let app: PoolService;
  let root: string;
  beforeAll(async () => {
    app = await PoolService.start();
    root = (await app.signIn('root')).accessToken;
  });
  afterAll(() => app.close());
  const revoke = (body: unknown, token = root) => app.post('/revocations', body, token);

  it('refuses people, machines that may only read, and users with the scope of machines', async () => {
    const { accessToken } = await app.signIn('alice');
    const scoped = app.pool.mint({
      sub: subOf('bob'),
      username: 'bob',
      scope: 'lifeguard/users.write',
      origin_jti: randomUUID(),
    });
    for (const token of [accessToken, scoped, app.pool.mintMachineToken(['lifeguard/users.read'])])
      expect((await revoke({ username: 'root' }, token)).status).toBe(403);
    expect((await app.post('/revocations', { username: 'root' })).status).toBe(401);
    expect(await app.verdictOn(root)).toBe('valid');
  });

  it.each([
    [{}],
    [{ username: 'alice', sub: subOf('bob') }],
    [{ username: '' }],
    [{ sub: ['a'] }],
    [{ sub: { $ne: '' } }],
    [{ originJti: 'x'.repeat(257) }],
    [{ group: 'a b' }],
    [{ group: '*', all: true }],
    [[]],
    ['alice'],
  ])('refuses %j and revokes nothing', async (body) => {
    expect(await revoke(body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await app.verdictOn(root)).toBe('valid');
  });

  it('revokes exactly the named tokens, by any name of the user, and no later ones', async () => {
    const names = ['USER01', subOf('user02'), 'user03@example.com'];
    for (const [index, name] of names.entries()) {
      const username = `user0${index + 1}`;
      const [mine, others] = [await app.signIn(username), await app.signIn('user09')];
      expect((await revoke({ username: name })).status).toBe(204);
      expect(await app.verdictOn(mine.accessToken)).toBe('token_revoked');
      expect(await app.verdictOn(others.accessToken)).toBe('valid');
      expect(await app.verdictOn((await app.signIn(username)).accessToken)).toBe('valid');
    }
    expect((await revoke({ username: 'nobody' })).body['code']).toBe('user_not_found');
  });

  it('revokes one session and no other session of the same user', async () => {
    const [one, other] = [await app.signIn('user04'), await app.signIn('user04')];
    expect((await revoke({ originJti: claimsIn(one.accessToken)['origin_jti'] })).status).toBe(204);
    expect(await app.verdictOn(one.accessToken)).toBe('token_revoked');
    expect(await app.verdictOn(other.accessToken)).toBe('valid');
  });

  it('compares a group exactly: another spelling revokes nothing', async () => {
    expect((await revoke({ group: 'Admin' })).status).toBe(204);
    expect((await revoke({ group: '*' })).status).toBe(204);
    expect(await app.verdictOn(root)).toBe('valid');
  });
});

describe('Setting up an authenticator app during sign-in, under attack', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({}, { config: { mfa: 'ON', secondFactors: ['SOFTWARE_TOKEN_MFA'] } });
  });
  afterAll(() => app.close());
  const begin = async (username: string) => {
    const credentials = { username, password: app.pool.passwords[username] };
    return (await app.post('/auth/sign-in', credentials)).body['session'];
  };
  const finish = (session: unknown, username: string) =>
    app.post('/auth/challenge', { challenge: 'MFA_SETUP', session, username });
  const REFUSED = { status: 401, body: { code: 'bad_credentials' } };

  it('with an invented or used session is refused as wrong credentials', async () => {
    const made = 'made-up-session-made-up';
    expect(await app.post('/auth/mfa/totp', { session: made, username: 'alice' })).toMatchObject(REFUSED);
    expect(await app.post('/auth/mfa/totp/verify', { session: made, code: '123456' })).toMatchObject(REFUSED);
    const session = await begin('alice');
    const setup = await app.post('/auth/mfa/totp', { session, username: 'alice' });
    expect(setup.status).toBe(200);
    expect(await app.post('/auth/mfa/totp', { session, username: 'alice' })).toMatchObject(REFUSED);
  });

  it('with the session of another person signs in only that person', async () => {
    const setup = await app.post('/auth/mfa/totp', { session: await begin('bob'), username: 'alice' });
    const code = totp(String(setup.body['secret']));
    const session = setup.body['session'];
    const verified = await app.post('/auth/mfa/totp/verify', { session, code });
    expect(await finish(verified.body['session'], 'alice')).toMatchObject(REFUSED);
    const tokens = await finish(verified.body['session'], 'bob');
    expect(claimsIn(tokens.body['accessToken'])).toMatchObject({ username: 'bob' });
    // This did not give Alice a second factor.
    const { body } = await app.post('/auth/sign-in', {
      username: 'alice',
      password: app.pool.passwords['alice'],
    });
    expect(body['challenge']).toBe('MFA_SETUP');
  });

  it('without a verified code, or with the session from before it, returns no tokens', async () => {
    const first = await begin('user01');
    expect((await finish(first, 'user01')).body).not.toHaveProperty('accessToken');
    const second = await begin('user01');
    const setup = await app.post('/auth/mfa/totp', { session: second, username: 'user01' });
    for (const session of [second, setup.body['session']])
      expect((await finish(session, 'user01')).body).not.toHaveProperty('accessToken');
  });

  it('with the session of another challenge is refused', async () => {
    const session = await begin('user02');
    const setup = await app.post('/auth/mfa/totp', { session, username: 'user02' });
    const code = totp(String(setup.body['secret']));
    const verified = await app.post('/auth/mfa/totp/verify', { session: setup.body['session'], code });
    await finish(verified.body['session'], 'user02');
    // The person has an app now: this is the session of SOFTWARE_TOKEN_MFA, which a thief of the password
    // gets.
    const stolen = await begin('user02');
    expect(await app.post('/auth/mfa/totp', { session: stolen, username: 'user02' })).toMatchObject(REFUSED);
  });
});

describe('A route that needs a fresh sign-in, under attack', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({ STEP_UP_SECONDS: '300', CLOCK_TOLERANCE_SECONDS: '5' });
  });
  afterAll(() => app.close());
  const SCOPE = 'aws.cognito.signin.user.admin';
  const tokenOf = (claims: Record<string, unknown>) =>
    app.pool.mint({
      sub: subOf('alice'),
      username: 'alice',
      scope: SCOPE,
      origin_jti: randomUUID(),
      ...claims,
    });
  const change = (token: string) => app.request('PUT', '/me/mfa', { enabled: [] }, token);

  it.each<[string, () => Record<string, unknown>]>([
    ['an old sign-in', () => ({ auth_time: seconds() - 310 })],
    ['no auth_time', () => ({ auth_time: undefined })],
    ['an auth_time that is text', () => ({ auth_time: String(seconds()) })],
    ['an auth_time in the future', () => ({ auth_time: seconds() + 3600 })],
    ['a null auth_time', () => ({ auth_time: null })],
    ['a list of times', () => ({ auth_time: [seconds()] })],
  ])('does not call Cognito for %s', async (_, claims) => {
    const answer = await change(tokenOf(claims()));
    expect(answer.status).toBe(401);
    expect(['step_up_required', 'token_invalid']).toContain(answer.body['code']);
  });

  it('allows only the clock tolerance', async () => {
    const codes = [];
    for (const age of [302, 308]) {
      const answer = await change(tokenOf({ auth_time: seconds() - age }));
      codes.push(answer.body['code']);
    }
    // The pool does not know these sessions; it only matters that the first call reached it.
    expect(codes[0]).not.toBe('step_up_required');
    expect(codes[1]).toBe('step_up_required');
  });

  it('does not challenge a machine, or a person without the scope, to sign in again', async () => {
    const machine = app.pool.mintMachineToken([SCOPE]);
    const other = tokenOf({ scope: 'openid', auth_time: seconds() - 4000 });
    for (const token of [machine, other]) {
      const answer = await change(token);
      expect([answer.status, answer.body['code'] === 'step_up_required']).toEqual([403, false]);
      expect(answer.headers.get('www-authenticate') ?? '').not.toContain('insufficient_user_authentication');
    }
  });

  it('requires a new sign-in, for which a refresh is not enough', async () => {
    const { accessToken, refreshToken } = await app.signIn('bob');
    const renewed = await app.refresh(refreshToken);
    expect(claimsIn(renewed)['auth_time']).toBe(claimsIn(accessToken)['auth_time']);
    expect((await change(accessToken)).status).toBe(204);
  });

  it('is opened by a choice-based step-up, whose tokens contain the level, without the password if it was already proved', async () => {
    const username = 'user01';
    const password = app.pool.passwords[username];
    const asked = { flow: 'choice', username, acrValues: ['urn:cognito:loa:2'], maxAge: 300 };
    const first = await app.post('/auth/sign-in', { ...asked, prefer: 'password', password });
    const accessToken = String(first.body['accessToken']);
    expect(claimsIn(accessToken)).toMatchObject({ acr: 'urn:cognito:loa:2', auth_time: expect.any(Number) });
    const again = await app.post('/auth/sign-in', { ...asked, accessToken });
    expect(claimsIn(again.body['accessToken'])).toMatchObject({ username, acr: 'urn:cognito:loa:2' });
    const stolen = await app.post('/auth/sign-in', { ...asked, username: 'user02', accessToken });
    expect(stolen).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
  });
});
