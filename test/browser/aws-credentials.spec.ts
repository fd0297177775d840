import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { IdentityPoolStub } from '../../pool/identity-pool/identity-pool';
import type { Browser } from './browser';
import { BrowserService } from './browser.service';

const PATH = '/session/api/me/aws-credentials';
const ROLE = 'arn:aws:iam::123456789012:role/plain';

describe('POST /session/api/me/aws-credentials (with a stub of Cognito Identity, not AWS)', () => {
  let pool: EmbeddedPool;
  let service: BrowserService;
  let stub: IdentityPoolStub;
  let alice: Browser;

  beforeAll(async () => {
    pool = await startEmbeddedPool();
    stub = await IdentityPoolStub.start({
      userPoolId: pool.userPoolId,
      region: pool.region,
      clientIds: Object.values(pool.clients).map(({ id }) => id),
      roles: { type: 'Token', authenticated: ROLE },
    });
    service = await BrowserService.before(pool, { ...stub.env(), LOG_LEVEL: 'trace' });
    alice = await service.signedIn('alice');
  }, 60_000);
  afterAll(async () => {
    await service.close();
    await pool.close();
    await stub.close();
  });
  beforeEach(() => {
    stub.calls.length = 0;
  });

  /** The user of the ID token in each call to the identity pool. */
  const usersInCalls = () =>
    stub.calls.map(({ body }) => {
      const [token = ''] = Object.values(body['Logins'] as Record<string, string>);
      const [, payload = ''] = token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
      return [claims['token_use'], claims['cognito:username']];
    });

  it.each([
    ['no body', undefined],
    ['an empty body', {}],
  ])('issues credentials for the ID token of the session, given %s', async (_title, body) => {
    const answer = await alice.call('POST', PATH, body);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        identityId: expect.stringMatching(/^us-east-1:/),
        accessKeyId: 'ASIAplain',
        secretAccessKey: 'secret-key-of-the-stub',
        sessionToken: 'session-token-of-the-stub',
        expiresAt: expect.any(String),
      },
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(usersInCalls()).toEqual([
      ['id', 'alice'],
      ['id', 'alice'],
    ]);
  });

  it('issues credentials to a user who signed in with the form', async () => {
    const bob = await service.signedInWithForm('bob');
    const own = await bob.call('POST', PATH, {});
    const others = await alice.call('POST', PATH, {});
    expect([own.status, others.status]).toEqual([200, 200]);
    expect(own.body['identityId']).not.toBe(others.body['identityId']);
    expect(usersInCalls().map(([, username]) => username)).toEqual(['bob', 'bob', 'alice', 'alice']);
  });

  it('refuses a role that the ID token of the session does not list', async () => {
    const answer = await alice.call('POST', PATH, { roleArn: `${ROLE}-2` });
    expect(answer).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } });
    expect(stub.calls).toEqual([]);
  });

  it.each<[string, unknown, Record<string, string>]>([
    ['an ID token in the body', { idToken: 'a.b.c' }, {}],
    ['a null ID token in the body', { idToken: null }, {}],
    ['an ID token in X-Id-Token', {}, { 'x-id-token': 'a.b.c' }],
  ])('answers 400 to a page that sends %s', async (_title, body, headers) => {
    const answer = await alice.call('POST', PATH, body, headers);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(stub.calls).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['without X-Lifeguard', { 'x-lifeguard': undefined }],
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ])('answers 403 to a request %s', async (_title, headers) => {
    const answer = await alice.call('POST', PATH, {}, headers);
    expect(answer).toMatchObject({ status: 403, body: { code: 'csrf' } });
    expect(stub.calls).toEqual([]);
  });

  it('sends no call to the identity pool without a session or for one that has ended', async () => {
    const missing = await service.browser().call('POST', PATH, {});
    expect(missing).toMatchObject({ status: 401, body: { code: 'token_missing' } });
    const carol = await service.signedInWithForm('user02');
    expect((await carol.call('POST', '/session/api/me/sign-out')).status).toBe(204);
    expect((await carol.call('POST', PATH, {})).status).toBe(401);
    expect(stub.calls).toEqual([]);
  });

  it('logs neither the credentials, nor the ID token, nor the cookie of the session', async () => {
    await alice.call('POST', PATH, {});
    const log = service.log.join('\n');
    expect(log).toContain('/me/aws-credentials');
    const secrets = ['eyJ', 'secret-key-of-the-stub', 'session-token-of-the-stub', 'ASIAplain'];
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
    expect(log).not.toContain(alice.sessionId ?? '?');
  });
});
