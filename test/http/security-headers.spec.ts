import { CognitoStub, exception } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';

const key = makeKey();
const sub = 'b7e6a1c2-3d4e-4f50-8a61-72839405a6b7';
const token = signToken(key, userClaims({ sub }));
const admin = signToken(key, userClaims({ username: 'root', 'cognito:groups': ['admin'] }));

/** Headers of every response except pages: nothing may be loaded, framed, sniffed or stored. */
const OF_API = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const TOKENS = { AccessToken: 'a', IdToken: 'i', RefreshToken: 'r', TokenType: 'Bearer', ExpiresIn: 3600 };
const USER = {
  Username: 'alice',
  UserAttributes: [{ Name: 'sub', Value: sub }],
  UserCreateDate: 1,
  UserLastModifiedDate: 1,
  Enabled: true,
  UserStatus: 'CONFIRMED',
};

type Request = readonly [string, string, { token?: string; body?: unknown }?];

const json = (method: string, path: string, options: Request[2] = {}): Request => [method, path, options];

describe('The headers of a response', () => {
  let keyServer: KeyServer;
  let cognito: CognitoStub;
  let service: Service;

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    cognito = await CognitoStub.start();
    service = await startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
  });
  beforeEach(() => {
    cognito.reset();
    cognito
      .on('GetUser', { json: USER })
      .on('AdminGetUser', { json: USER })
      .on('AdminListGroupsForUser', { json: { Groups: [] } })
      .on('ListUsers', { json: { Users: [{ ...USER, Attributes: USER.UserAttributes }] } })
      .on('InitiateAuth', { json: { AuthenticationResult: TOKENS } })
      .on('RespondToAuthChallenge', { json: { AuthenticationResult: TOKENS } })
      .on('GetTokensFromRefreshToken', { json: { AuthenticationResult: TOKENS } })
      .on('SignUp', { json: { UserConfirmed: false, UserSub: sub } });
  });
  afterAll(async () => {
    await service.close();
    await keyServer.close();
    await cognito.close();
  });

  const call = ([method, path, options = {}]: Request) => service.call(path, { method, ...options });
  const headersOf = ({ headers }: Response, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, headers.get(name)]));

  const credentials = { username: 'alice', password: 'Some-Pass-1' };
  const ANSWERS: readonly (readonly [number, Request])[] = [
    [200, json('GET', '/whoami', { token })],
    [200, json('GET', '/me', { token })],
    [204, json('PATCH', '/me', { token, body: { attributes: { name: 'Alice' } } })],
    [
      204,
      json('POST', '/me/password', {
        token,
        body: { previousPassword: 'Old-Pass-1', proposedPassword: 'New-Pass-1' },
      }),
    ],
    [200, json('POST', '/auth/sign-in', { body: credentials })],
    [
      200,
      json('POST', '/auth/challenge', {
        body: {
          challenge: 'SMS_MFA',
          session: 'some-session',
          username: 'alice',
          responses: { SMS_MFA_CODE: '12' },
        },
      }),
    ],
    [200, json('POST', '/auth/refresh', { body: { refreshToken: 'some-refresh-token' } })],
    [201, json('POST', '/auth/sign-up', { body: credentials })],
    [202, json('POST', '/auth/forgot-password', { body: { username: 'alice' } })],
    [200, json('GET', '/users', { token: admin })],
    [200, json('GET', '/users/alice', { token: admin })],
    [200, json('GET', '/users/alice/groups', { token: admin })],
    [401, json('GET', '/whoami')],
    [401, json('GET', '/me', { token: 'a.b.c' })],
    [403, json('GET', '/users', { token })],
    [400, json('POST', '/auth/sign-in', { body: {} })],
    [404, json('GET', '/nowhere')],
    [404, json('GET', '/docs/nowhere.js')],
    [405, json('DELETE', '/whoami')],
    [405, json('DELETE', '/docs')],
    [400, json('GET', '/users/%zz', { token: admin })],
    [200, json('GET', '/health/live')],
    [200, json('GET', '/openapi.json')],
  ];

  it.each(ANSWERS.map(([status, request]) => [status, request[0], request[1], request] as const))(
    'forbid browsers to load, frame, sniff or store it: %i to %s %s',
    async (status, _method, _path, request) => {
      const answer = await call(request);
      expect(answer.status).toBe(status);
      expect(headersOf(answer, Object.keys(OF_API))).toEqual(OF_API);
      expect(answer.headers.has('x-powered-by')).toBe(false);
      expect(answer.headers.has('server')).toBe(false);
    },
  );

  it.each([
    [503, 'InternalErrorException', 500],
    [429, 'TooManyRequestsException', 400],
    [502, 'SomethingNewException', 400],
  ])('forbid the same for a failure of Cognito: %i', async (status, name, cognitoStatus) => {
    cognito.on('InitiateAuth', exception(name, 'no', cognitoStatus));
    const answer = await call(json('POST', '/auth/sign-in', { body: credentials }));
    expect(answer.status).toBe(status);
    expect(headersOf(answer, Object.keys(OF_API))).toEqual(OF_API);
  });

  it('forbid the same for a request that is too large', async () => {
    const answer = await call(json('POST', '/auth/sign-in', { body: { password: 'x'.repeat(1_100_000) } }));
    expect([answer.status, headersOf(answer, Object.keys(OF_API))]).toEqual([413, OF_API]);
  });

  it.each([
    ['a UUID', '5b0c9f4e-8f3a-4f63-9d5e-0c2f8a7b6d1e'],
    ['a trace header of AWS', '1-67891233-abcdef012345678912345678'],
    ['one of 128 characters', 'x'.repeat(128)],
  ])('repeat the X-Request-Id if it is %s, as the document and the log do', async (_, id) => {
    const answer = await service.call('/whoami', { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(await answer.json()).toMatchObject({ requestId: id });
    expect(service.log.map((line) => (JSON.parse(line) as { requestId?: string }).requestId)).toContain(id);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of 129 characters', 'x'.repeat(129)],
    ['one that could forge a line', '"},{"level":50'],
    ['one with markup', '<script>'],
    ['one with a space', 'a b'],
    ['one that is not ASCII', 'é'],
  ])('contain a new X-Request-Id instead of %s', async (_, id) => {
    const headers: Record<string, string> = id === undefined ? {} : { 'x-request-id': id };
    const answer = await service.call('/whoami', { token, headers });
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f]{32}$/);
  });

  it.each(['/whoami', '/nowhere', '/users/%zz', '/docs', '/health/live'])(
    'contain an X-Request-Id at %s',
    async (path) => {
      expect((await service.call(path)).headers.get('x-request-id')).toMatch(/^[\da-f]{32}$/);
    },
  );

  it.each([
    ['4bf92f3577b34da6a3ce929d0e0e4736', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    [undefined, '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7'],
    [undefined, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    [undefined, `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`],
    [undefined, 'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    [undefined, '00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01'],
  ])('belong to a log line with the trace id %s of traceparent %s', async (traceId, traceparent) => {
    const id = `trace-${Math.random().toString(36).slice(2)}`;
    await service.call('/whoami', { headers: { traceparent, 'x-request-id': id } });
    const line = service.log
      .map((each) => JSON.parse(each) as Record<string, unknown>)
      .find(({ requestId }) => requestId === id);
    expect(line).toBeDefined();
    expect(line?.traceId).toBe(traceId);
  });

  describe('of Swagger UI', () => {
    const policyOf = (answer: Response): Map<string, string[]> =>
      new Map(
        (answer.headers.get('content-security-policy') ?? '')
          .split(';')
          .map((directive) => directive.trim().split(' '))
          .map(([name = '', ...values]) => [name, values]),
      );

    it('allow its page to run only its own files', async () => {
      const answer = await service.call('/docs');
      expect(answer.status).toBe(200);
      const policy = policyOf(answer);
      expect(policy.get('script-src')).toEqual(["'self'"]);
      expect(policy.get('script-src-attr')).toEqual(["'none'"]);
      expect(policy.get('object-src')).toEqual(["'none'"]);
      expect(policy.get('default-src')).toEqual(["'self'"]);
      expect(policy.get('frame-ancestors')).toEqual(["'self'"]);
      expect(policy.get('base-uri')).toEqual(["'self'"]);
      expect(headersOf(answer, ['x-content-type-options', 'referrer-policy', 'x-frame-options'])).toEqual({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'SAMEORIGIN',
      });
    });

    it.each(['/docs', '/docs/'])('allow the content of its page at %s', async (path) => {
      const answer = await service.call(path);
      const page = await answer.text();
      const policy = policyOf(answer);
      const inline = [...page.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)].filter(
        ([, attributes = '', text = '']) => !/\bsrc=/.test(attributes) || text.trim() !== '',
      );
      expect(inline).toEqual([]);
      expect(page).not.toMatch(/\son\w+\s*=/i);
      expect(page).not.toMatch(/javascript:/i);
      const needsStyles = /<style\b|\sstyle=/.test(page);
      const hasStyles = policy.get('style-src')?.includes("'unsafe-inline'");
      expect(needsStyles && !hasStyles).toBe(false);
      const assets = [...page.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+)"/g)].map(
        ([, asset = '']) => asset,
      );
      expect(assets.length).toBeGreaterThanOrEqual(4);
      for (const asset of assets) {
        const url = new URL(asset, `${service.url}${path}`);
        expect(url.origin).toBe(service.url);
        const loaded = await fetch(url);
        expect([asset, loaded.status]).toEqual([asset, 200]);
        const type = loaded.headers.get('content-type') ?? '';
        expect(type).toMatch(
          asset.endsWith('.js') ? /javascript/ : asset.endsWith('.css') ? /css/ : /^image\//,
        );
        expect((await loaded.arrayBuffer()).byteLength).toBeGreaterThan(100);
      }
    });
  });
});
