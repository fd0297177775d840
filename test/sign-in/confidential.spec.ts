import { CLIENTS } from '../../pool/pool.facts';
import { claimsIn, PoolService } from '../support/pool.service';

const CONFIDENTIAL = { COGNITO_AUTH_CLIENT_ID: CLIENTS.confidential.id };
const PASSWORD = 'Correct-Horse-8';
const MISCONFIGURED = { status: 502, body: { code: 'cognito_misconfigured' } };

/** The pool refuses each of these without the SECRET_HASH, or the secret, of the client. */
describe('a confidential app client', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start(CONFIDENTIAL);
  });
  afterAll(() => app.close());

  it('signs a user in by username and alias, with tokens of that client', async () => {
    for (const username of ['alice', 'alice@example.com']) {
      const { accessToken } = await app.signIn(username, app.pool.passwords.alice);
      expect(claimsIn(accessToken)).toMatchObject({ username: 'alice', client_id: CLIENTS.confidential.id });
      expect(await app.verdictOn(accessToken)).toBe('valid');
    }
  });

  it('answers a challenge', async () => {
    const { accessToken } = await app.signIn('root');
    const user = { username: 'carol', temporaryPassword: 'Temporary-1', sendInvitation: false };
    expect((await app.post('/users', user, accessToken)).status).toBe(201);
    const { body } = await app.post('/auth/sign-in', { username: 'carol', password: 'Temporary-1' });
    const answer = await app.post('/auth/challenge', {
      challenge: body.challenge,
      session: body.session,
      username: 'carol',
      // The caller's own hash and username are ignored.
      responses: { NEW_PASSWORD: PASSWORD, SECRET_HASH: 'wrong', USERNAME: 'alice' },
    });
    expect(answer.status).toBe(200);
    expect(claimsIn(answer.body.accessToken)).toMatchObject({ username: 'carol' });
  });

  it('renews tokens without the username', async () => {
    const { refreshToken } = await app.signIn('alice');
    expect(claimsIn(await app.refresh(refreshToken))).toMatchObject({ username: 'alice' });
  });

  it('revokes a session', async () => {
    const { accessToken, refreshToken } = await app.signIn('alice');
    expect((await app.post('/me/revoke', { refreshToken }, accessToken)).status).toBe(204);
    expect((await app.post('/auth/refresh', { refreshToken })).status).toBe(401);
  });

  it('signs up, sends the code again and confirms', async () => {
    const attributes = { email: 'frank@example.org' };
    const made = await app.post('/auth/sign-up', { username: 'frank', password: PASSWORD, attributes });
    expect(made.status).toBe(201);
    const first = app.pool.lastCode('frank');
    expect((await app.post('/auth/sign-up/resend', { username: 'frank' })).status).toBe(202);
    const code = app.pool.lastCode('frank');
    expect(code).not.toBe(first);
    expect((await app.post('/auth/sign-up/confirm', { username: 'frank', code })).status).toBe(204);
    await app.signIn('frank', PASSWORD);
  });

  it('resets a forgotten password', async () => {
    expect((await app.post('/auth/forgot-password', { username: 'bob' })).status).toBe(202);
    const code = app.pool.lastCode('bob');
    expect(code).toBeDefined();
    const reset = { username: 'bob', code, password: PASSWORD };
    expect((await app.post('/auth/forgot-password/confirm', reset)).status).toBe(204);
    await app.signIn('bob', PASSWORD);
  });
});

describe('a confidential app client at an endpoint without GetTokensFromRefreshToken', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start(CONFIDENTIAL, { withoutActions: ['GetTokensFromRefreshToken'] });
  });
  afterAll(() => app.close());

  it('renews tokens with the username; another name is refused as wrong credentials, and a missing one as a misconfiguration', async () => {
    const { refreshToken } = await app.signIn('alice');
    const refresh = (body: object) => app.post('/auth/refresh', { refreshToken, ...body });
    expect(await refresh({})).toMatchObject(MISCONFIGURED);
    for (const username of ['bob', 'nobody'])
      expect(await refresh({ username })).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
    expect((await refresh({ username: 'alice' })).status).toBe(200);
    for (const username of ['bob', 'nobody'])
      expect(await refresh({ username })).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
  });
});

describe('an app client with a wrong secret', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({
      ...CONFIDENTIAL,
      COGNITO_CLIENT_SECRETS: `${CLIENTS.confidential.id}=not-the-secret`,
    });
  });
  afterAll(() => app.close());

  it('signs nobody in, and no answer contains its secret', async () => {
    const body = { username: 'alice', password: app.pool.passwords.alice };
    const answer = await app.post('/auth/sign-in', body);
    expect(answer).toMatchObject(MISCONFIGURED);
    expect(answer.text).not.toContain('not-the-secret');
  });

  it('is refused to sign up', async () => {
    const answer = await app.post('/auth/sign-up', { username: 'frank', password: PASSWORD });
    expect(answer).toMatchObject(MISCONFIGURED);
    expect(answer.text).not.toContain(CLIENTS.confidential.id);
  });
});
