import type { EmbeddedPool } from '../../pool/embedded-pool';
import { subOf } from '../../pool/seed';
import type { Service } from '../support/service';
import { namesIn, NOT_HERE, startLane } from './lane';
import { startPlainEmulator } from './plain-emulator';

let pool: EmbeddedPool;
let lane: Service;
beforeAll(async () => {
  pool = await startPlainEmulator();
  lane = await startLane(pool.env());
});
afterAll(async () => {
  await lane.close();
  await pool.close();
});

const password = (username: string) => pool.passwords[username] ?? '';
const tokensOf = (username: string) => lane.signIn(username, password(username));
const asRoot = async (method: string, path: string, body?: unknown) =>
  lane.request(method, path, body, (await tokensOf('root')).accessToken);

describe('sign-in with cognito-local as published', () => {
  it('returns tokens that the service accepts', async () => {
    const { accessToken } = await tokensOf('root');
    expect((await lane.request('GET', '/whoami', undefined, accessToken)).body).toMatchObject({
      kind: 'user',
      sub: subOf('root'),
      username: 'root',
      groups: ['admin'],
      scopes: ['aws.cognito.signin.user.admin'],
    });
  });

  it('answers the same to a wrong password, which the emulator distinguishes, and to an unknown user', async () => {
    for (const username of ['alice', 'nobody']) {
      const answer = await lane.request('POST', '/auth/sign-in', { username, password: 'Wrong-Pass-1' });
      expect(answer).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="lifeguard"');
    }
  });

  it('goes through NEW_PASSWORD_REQUIRED', async () => {
    const temporaryPassword = 'Temporary-1';
    await asRoot('POST', '/users', { username: 'carol', temporaryPassword, sendInvitation: false });
    const credentials = { username: 'carol', password: temporaryPassword };
    const { body } = await lane.request('POST', '/auth/sign-in', credentials);
    expect(body).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED', session: expect.stringMatching(/./) });
    const answer = await lane.request('POST', '/auth/challenge', {
      challenge: body.challenge,
      session: body.session,
      username: 'carol',
      responses: { NEW_PASSWORD: 'Chosen-Pass-1' },
    });
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer' } });
  });

  it('renews with InitiateAuth, because GetTokensFromRefreshToken is missing', async () => {
    const { refreshToken } = await tokensOf('alice');
    for (let time = 0; time < 2; time += 1) {
      const answer = await lane.request('POST', '/auth/refresh', { refreshToken });
      expect(answer.status).toBe(200);
      expect(await lane.verdictOn(String(answer.body.accessToken))).toBe('valid');
    }
    const refused = await lane.request('POST', '/auth/refresh', { refreshToken: 'nonsense' });
    expect(refused).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
  });
});

describe('sign-up with cognito-local as published', () => {
  it('results in a user who can sign in', async () => {
    const username = 'frank';
    const attributes = { email: 'frank@example.org' };
    const made = await lane.request('POST', '/auth/sign-up', {
      username,
      password: 'Correct-Horse-8',
      attributes,
    });
    expect(made).toMatchObject({ status: 201, body: { confirmed: false } });
    const confirm = (code: string) => lane.request('POST', '/auth/sign-up/confirm', { username, code });
    expect((await confirm('999999')).body.code).toBe('code_mismatch');
    expect((await confirm(pool.lastCode(username) ?? '')).status).toBe(204);
    await lane.signIn(username, 'Correct-Horse-8');
  });

  it('resets a forgotten password', async () => {
    const username = 'user20';
    expect((await lane.request('POST', '/auth/forgot-password', { username })).status).toBe(202);
    expect((await lane.request('POST', '/auth/forgot-password', { username: 'nobody' })).status).toBe(202);
    const body = { username, code: pool.lastCode(username), password: 'Correct-Horse-9' };
    expect((await lane.request('POST', '/auth/forgot-password/confirm', body)).status).toBe(204);
    await lane.signIn(username, 'Correct-Horse-9');
  });
});

describe('/me with cognito-local as published', () => {
  it('reads, writes and removes attributes', async () => {
    const { accessToken } = await tokensOf('user01');
    const me = async () => (await lane.request('GET', '/me', undefined, accessToken)).body;
    const before = await me();
    expect(before).toMatchObject({ username: 'user01', sub: subOf('user01'), mfaMethods: [] });
    const changes = { attributes: { name: 'Zoë', nickname: 'z', given_name: null } };
    expect((await lane.request('PATCH', '/me', changes, accessToken)).status).toBe(204);
    const { given_name: _, ...attributes } = before.attributes as Record<string, string>;
    expect(await me()).toEqual({ ...before, attributes: { ...attributes, name: 'Zoë', nickname: 'z' } });
  });

  it('changes the password', async () => {
    const { accessToken } = await tokensOf('user02');
    const body = { previousPassword: password('user02'), proposedPassword: 'Quite-New-1' };
    expect((await lane.request('POST', '/me/password', body, accessToken)).status).toBe(204);
    await lane.signIn('user02', 'Quite-New-1');
  });

  it('revokes a token that the emulator would still accept', async () => {
    const { accessToken, refreshToken } = await tokensOf('user03');
    expect((await lane.request('POST', '/me/revoke', { refreshToken }, accessToken)).status).toBe(204);
    expect(await lane.verdictOn(accessToken)).toBe('token_revoked');
  });

  it('deletes the account', async () => {
    const { accessToken } = await tokensOf('user04');
    expect((await lane.request('DELETE', '/me', undefined, accessToken)).status).toBe(204);
    expect(await lane.verdictOn(accessToken)).toBe('token_revoked');
    expect((await asRoot('GET', '/users/user04')).body.code).toBe('user_not_found');
  });
});

describe('/users and /groups with cognito-local as published', () => {
  it('list, find and read users', async () => {
    const all = await asRoot('GET', '/users?limit=60');
    expect(all.status).toBe(200);
    expect(namesIn(all)).toEqual(expect.arrayContaining(['alice', 'bob', 'root', 'user40']));
    const filter = encodeURIComponent('email = "bob@example.com"');
    expect(namesIn(await asRoot('GET', `/users?filter=${filter}`))).toEqual(['bob']);
    expect((await asRoot('GET', '/users/bob')).body).toMatchObject({
      username: 'bob',
      sub: subOf('bob'),
      status: 'CONFIRMED',
      enabled: true,
      groups: ['support'],
    });
    expect((await asRoot('GET', '/users/nobody')).body.code).toBe('user_not_found');
  });

  it('refuse a caller who is not an admin before calling the emulator', async () => {
    const { accessToken } = await tokensOf('bob');
    expect(await lane.request('GET', '/users', undefined, accessToken)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it('create, change, disable, enable and delete a user', async () => {
    const body = { username: 'dave', attributes: { email: 'dave@example.org' }, groups: ['support'] };
    const made = await asRoot('POST', '/users', { ...body, sendInvitation: false });
    expect(made).toMatchObject({ status: 201, body: { username: 'dave', groups: ['support'] } });
    expect(made.headers.get('location')).toBe('/users/dave');
    expect((await asRoot('POST', '/users', body)).body.code).toBe('username_exists');
    const changes = { attributes: { name: 'Dave', email: null } };
    expect((await asRoot('PATCH', '/users/dave', changes)).status).toBe(204);
    expect((await asRoot('POST', '/users/dave/disable')).status).toBe(204);
    const disabled = (await asRoot('GET', '/users/dave')).body;
    expect(disabled).toMatchObject({ enabled: false, attributes: { name: 'Dave' } });
    expect(disabled.attributes).not.toHaveProperty('email');
    expect((await asRoot('POST', '/users/dave/enable')).status).toBe(204);
    const secret = { password: 'Correct-Horse-9', permanent: true };
    expect((await asRoot('PUT', '/users/dave/password', secret)).status).toBe(204);
    await lane.signIn('dave', secret.password);
    expect((await asRoot('DELETE', '/users/dave')).status).toBe(204);
    expect((await asRoot('GET', '/users/dave')).body.code).toBe('user_not_found');
  });

  it('add a user to a group and remove them', async () => {
    const groups = async () => namesIn(await asRoot('GET', '/users/user10/groups'));
    const { accessToken } = await tokensOf('user10');
    expect((await asRoot('PUT', '/users/user10/groups/support')).status).toBe(204);
    expect(await lane.verdictOn(accessToken)).toBe('token_revoked');
    expect(await groups()).toEqual(['support']);
    expect((await asRoot('DELETE', '/users/user10/groups/support')).status).toBe(204);
    expect(await groups()).toEqual([]);
  });

  it('create, read, change and delete a group', async () => {
    const made = await asRoot('POST', '/groups', { name: 'crew', precedence: 2 });
    expect(made).toMatchObject({ status: 201, body: { name: 'crew', precedence: 2 } });
    expect((await asRoot('PATCH', '/groups/crew', { description: 'On board' })).body).toMatchObject({
      description: 'On board',
      precedence: 2,
    });
    expect(namesIn(await asRoot('GET', '/groups'))).toEqual(expect.arrayContaining(['admin', 'crew']));
    expect(namesIn(await asRoot('GET', '/groups/support/users'))).toContain('bob');
    expect((await asRoot('DELETE', '/groups/crew')).status).toBe(204);
    expect((await asRoot('GET', '/groups/crew')).body.code).toBe('not_found');
  });
});

describe('an action that cognito-local as published lacks is 501 not_available_here', () => {
  it('ResendConfirmationCode', async () => {
    const answer = await lane.request('POST', '/auth/sign-up/resend', { username: 'alice' });
    expect(answer).toMatchObject(NOT_HERE);
  });

  it('GlobalSignOut, and the tokens stay valid, because nothing was carried out', async () => {
    const { accessToken } = await tokensOf('user05');
    expect(await lane.request('POST', '/me/sign-out', undefined, accessToken)).toMatchObject(NOT_HERE);
    expect(await lane.verdictOn(accessToken)).toBe('valid');
  });

  it('AdminUserGlobalSignOut, and the tokens stay valid', async () => {
    const { accessToken } = await tokensOf('user06');
    expect(await asRoot('POST', '/users/user06/sign-out')).toMatchObject(NOT_HERE);
    expect(await lane.verdictOn(accessToken)).toBe('valid');
  });

  it('AdminResetUserPassword', async () => {
    expect(await asRoot('POST', '/users/user07/reset-password')).toMatchObject(NOT_HERE);
    await tokensOf('user07');
  });
});
