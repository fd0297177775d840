import { CognitoStub } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken } from '../support/tokens';

const APP = 'https://app.example.com';
const LOCAL = 'http://localhost:5173';
const key = makeKey();
const token = signToken(key);

const corsHeadersOf = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

const codeOf = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { code: unknown }).code;

describe('CORS', () => {
  let keyServer: KeyServer;
  let cognito: CognitoStub;
  let service: Service;

  const start = (environment: Record<string, string>) =>
    startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      ...environment,
    });

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    cognito = await CognitoStub.start();
    cognito.on('GetUser', { json: { Username: 'alice', UserAttributes: [] } });
    service = await start({ CORS_ORIGINS: `${APP},${LOCAL}` });
  });
  afterAll(async () => {
    await service.close();
    await keyServer.close();
    await cognito.close();
  });

  const preflight = (
    path: string,
    origin: string,
    method = 'PATCH',
    headers = 'authorization,content-type',
  ) =>
    service.call(path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });

  /** Origins that resemble an allowed one, or have a special meaning. */
  const OTHERS = [
    'https://evil.example',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://app.example.com.evil.example',
    'https://sub.app.example.com',
    'https://APP.example.com',
    'https://app.example.com/',
    'null',
    '*',
    '',
  ];

  it.each([APP, LOCAL])('echoes the origin %s, and lets scripts read what they need', async (origin) => {
    const answer = await service.call('/me', { token, headers: { origin } });
    expect(answer.status).toBe(200);
    expect(corsHeadersOf(answer)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-expose-headers':
        'allow, etag, location, ratelimit, ratelimit-policy, retry-after, www-authenticate, x-request-id',
    });
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it.each([
    ['a problem', '/me', 401],
    ['an unknown route', '/nowhere', 404],
    ['a health probe', '/health/live', 200],
  ])('covers %s as well', async (_, path, status) => {
    const answer = await service.call(path, { headers: { origin: APP } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, APP]);
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it.each(OTHERS)('sends no CORS header to the origin "%s"', async (origin) => {
    const answers = await Promise.all([
      service.call('/me', { token, headers: { origin } }),
      service.call('/me', { headers: { origin } }),
      preflight('/me', origin),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 401, 405]);
    for (const answer of answers) {
      expect(corsHeadersOf(answer)).toEqual({});
      expect(answer.headers.get('vary')).toBe('Origin');
    }
  });

  it('sends no CORS header to a request without an origin, and sends Vary', async () => {
    const answer = await service.call('/me', { token });
    expect(corsHeadersOf(answer)).toEqual({});
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it('answers a preflight for PATCH with authorization, without a token', async () => {
    const answer = await preflight('/me', APP);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(corsHeadersOf(answer)).toEqual({
      'access-control-allow-origin': APP,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers':
        'authorization, baggage, content-type, idempotency-key, if-match, if-none-match, traceparent, tracestate, x-id-token, x-request-id',
      'access-control-expose-headers':
        'allow, etag, location, ratelimit, ratelimit-policy, retry-after, www-authenticate, x-request-id',
      'access-control-max-age': '600',
    });
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE'])('answers a preflight for %s', async (method) => {
    const answer = await preflight('/users/alice', APP, method);
    expect(answer.headers.get('access-control-allow-methods')?.split(', ')).toContain(method);
  });

  it('has no credentials mode', async () => {
    const answers = await Promise.all([
      preflight('/me', APP),
      service.call('/me', { token, headers: { origin: APP, cookie: 'a=b' } }),
    ]);
    for (const { headers } of answers) expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('leaves other OPTIONS requests to the routes, in problem documents', async () => {
    const wrong = await service.call('/me', { method: 'OPTIONS' });
    expect([wrong.status, wrong.headers.get('allow'), await codeOf(wrong)]).toEqual([
      405,
      'DELETE, GET, HEAD, PATCH',
      'method_not_allowed',
    ]);
    const unknown = await service.call('/nowhere', { method: 'OPTIONS' });
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'route_not_found']);
  });

  it.each(['GET', 'POST', 'PATCH'])('does not make an unknown URL look like a route: %s', async (method) => {
    const answer = await service.call('/nowhere', { method });
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'route_not_found']);
  });

  it.each([
    ['an address that cannot be decoded', '/users/%zz', 400],
    ['a parameter that is too long', `/users/${'x'.repeat(2000)}`, 400],
    ['an unknown route', '/nowhere', 404],
    ['a wrong method', '/whoami', 405],
    ['headers that are too large', '/whoami', 431],
  ])('lets a page read the refusal of %s', async (_, path, status) => {
    const answer = await service.call(path, {
      method: status === 405 ? 'POST' : 'GET',
      headers: { origin: APP, ...(status === 431 && { 'x-large': 'x'.repeat(40_000) }) },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(APP);
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it.each(['/users/%zz', `/users/${'x'.repeat(2000)}`])(
    'answers a preflight for a URL that the request itself will be refused for: %.20s',
    async (path) => {
      const answer = await preflight(path, APP);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe(APP);
      expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
    },
  );

  it('names CORS_ORIGINS in the refusal of a preflight from another origin', async () => {
    const answer = await preflight('/me', 'https://evil.example');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
    expect(await answer.json()).toMatchObject({
      code: 'method_not_allowed',
      detail: expect.stringContaining('see `CORS_ORIGINS`'),
    });
    const page = await service.call('/me', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    });
    expect(await page.json()).toMatchObject({ detail: expect.stringContaining('see `Allow`') });
  });

  it('answers OPTIONS without a requested method as the route does, with `Allow`', async () => {
    const answer = await service.call('/me', { method: 'OPTIONS', headers: { origin: APP } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
  });

  it('sends no Content-Length with a response without content (RFC 9110 section 8.6)', async () => {
    expect((await preflight('/me', APP)).headers.get('content-length')).toBeNull();
  });

  it('lets pages send and read what CORS_ALLOWED_HEADERS and CORS_EXPOSED_HEADERS add', async () => {
    const more = await start({
      CORS_ORIGINS: APP,
      CORS_ALLOWED_HEADERS: 'X-Tenant, X-App',
      CORS_EXPOSED_HEADERS: 'X-Total',
    });
    const answer = await more.call('/me', {
      method: 'OPTIONS',
      headers: { origin: APP, 'access-control-request-method': 'PATCH' },
    });
    await more.close();
    expect(answer.headers.get('access-control-allow-headers')).toMatch(
      /^authorization, .*, X-Tenant, X-App$/,
    );
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/^allow, .*, X-Total$/);
  });

  it('is off without CORS_ORIGINS', async () => {
    const closed = await start({});
    const answers = await Promise.all([
      closed.call('/me', { token, headers: { origin: APP } }),
      closed.call('/me', {
        method: 'OPTIONS',
        headers: { origin: APP, 'access-control-request-method': 'PATCH' },
      }),
    ]);
    await closed.close();
    expect(answers.map(({ status }) => status)).toEqual([200, 405]);
    for (const answer of answers) expect(corsHeadersOf(answer)).toEqual({});
  });
});
