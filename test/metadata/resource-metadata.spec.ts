import { CognitoStub, exception } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { ISSUER, machineClaims, makeKey, signToken, userClaims } from '../support/tokens';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';
const key = makeKey();

/** Every way to get a challenge: the request, and the documented challenge. */
const CHALLENGED: readonly [
  string,
  { path: string; method?: string; headers?: Record<string, string> },
  RegExp,
][] = [
  ['no token', { path: '/whoami' }, /^Bearer realm="lifeguard"$/],
  [
    'another scheme',
    { path: '/whoami', headers: { authorization: 'Basic YTpi' } },
    /^Bearer realm="lifeguard"$/,
  ],
  [
    'a malformed header',
    { path: '/whoami', headers: { authorization: 'Bearer a b' } },
    /^Bearer realm="lifeguard", error="invalid_request", error_description="[^"\\]+"$/,
  ],
  [
    'a bad token',
    { path: '/whoami', headers: { authorization: 'Bearer a.b.c' } },
    /^Bearer realm="lifeguard", error="invalid_token", error_description="[^"\\]+"$/,
  ],
  [
    'a missing scope',
    { path: '/me', headers: { authorization: `Bearer ${signToken(key, userClaims({ scope: 'openid' }))}` } },
    /^Bearer realm="lifeguard", error="insufficient_scope", error_description="[^"\\]+", scope="aws\.cognito\.signin\.user\.admin"$/,
  ],
  [
    'a missing scope of a machine',
    { path: '/users', headers: { authorization: `Bearer ${signToken(key, machineClaims({ scope: 'x' }))}` } },
    /^Bearer realm="lifeguard", error="insufficient_scope", error_description="[^"\\]+", scope="lifeguard\/users\.read"$/,
  ],
  [
    'a token that Cognito calls revoked',
    { path: '/me', headers: { authorization: `Bearer ${signToken(key)}` } },
    /^Bearer realm="lifeguard", error="invalid_token", error_description="[^"\\]+"$/,
  ],
];

describe('Resource metadata (RFC 9728)', () => {
  let keyServer: KeyServer;
  let cognito: CognitoStub;
  let service: Service | undefined;

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    cognito = await CognitoStub.start();
    cognito.on('GetUser', exception('NotAuthorizedException', 'Access Token has been revoked'));
    cognito.on('InitiateAuth', exception('NotAuthorizedException', 'Incorrect username or password.'));
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
  });
  afterAll(async () => {
    await keyServer.close();
    await cognito.close();
  });

  const start = async (environment: Record<string, string> = {}): Promise<Service> => {
    service = await startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      ...environment,
    });
    return service;
  };

  const challengeOf = async ({ path, ...options }: { path: string }): Promise<string | null> =>
    (await (await start()).call(path, options)).headers.get('www-authenticate');

  it.each(CHALLENGED)('is not in challenges without PUBLIC_URL: %s', async (_, request, expected) => {
    expect(await challengeOf(request)).toMatch(expected);
  });

  it('does not exist without PUBLIC_URL, for any Host header', async () => {
    const answer = await (await start()).call(WELL_KNOWN);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'route_not_found' }]);
  });

  it.each(CHALLENGED)('is linked in the challenge: %s', async (_, { path, ...options }, expected) => {
    const running = await start({ PUBLIC_URL: 'https://api.example.com' });
    const challenge = (await running.call(path, options)).headers.get('www-authenticate') ?? '';
    const pointer = `, resource_metadata="https://api.example.com${WELL_KNOWN}"`;
    expect(challenge.endsWith(pointer)).toBe(true);
    expect(challenge.slice(0, -pointer.length)).toMatch(expected);
  });

  it('is linked in the challenge of a refused sign-in', async () => {
    const running = await start({ PUBLIC_URL: 'https://api.example.com' });
    const answer = await running.call('/auth/sign-in', {
      method: 'POST',
      body: { username: 'alice', password: 'wrong' },
    });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer realm="lifeguard", resource_metadata="https://api.example.com${WELL_KNOWN}"`,
    ]);
  });

  it('adds no challenge to an answer without one', async () => {
    const running = await start({ PUBLIC_URL: 'https://api.example.com' });
    const answers = await Promise.all([
      running.call('/users', { token: signToken(key) }),
      running.call('/nowhere'),
      running.call('/health/live'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 200]);
    expect(answers.map(({ headers }) => headers.get('www-authenticate'))).toEqual([null, null, null]);
  });

  it('names the issuers, without a token and cacheable', async () => {
    const running = await start({ PUBLIC_URL: 'https://api.example.com', RESOURCE_SERVER: 'people' });
    const answer = await running.call(WELL_KNOWN, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await answer.json()).toEqual({
      resource: 'https://api.example.com',
      authorization_servers: [ISSUER],
      scopes_supported: ['aws.cognito.signin.user.admin', 'people/users.read', 'people/users.write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Lifeguard',
      resource_documentation: 'https://api.example.com/docs',
    });
  });

  it('is served between host and path of a resource that has a path', async () => {
    const running = await start({ PUBLIC_URL: 'https://api.example.com/guard/v1.2' });
    expect((await running.call(WELL_KNOWN)).status).toBe(404);
    const answer = await running.call(`${WELL_KNOWN}/guard/v1.2`);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { resource: 'https://api.example.com/guard/v1.2' },
    ]);
    expect((await running.call('/whoami')).headers.get('www-authenticate')).toBe(
      `Bearer realm="lifeguard", resource_metadata="https://api.example.com${WELL_KNOWN}/guard/v1.2"`,
    );
  });

  it('is in the OpenAPI document, as public', async () => {
    const running = await start({ PUBLIC_URL: 'https://api.example.com' });
    const { paths } = (await (await running.call('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { security: unknown }>>;
    };
    expect(paths[WELL_KNOWN]?.get?.security).toEqual([]);
  });
});
