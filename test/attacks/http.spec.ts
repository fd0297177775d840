import { createHash } from 'node:crypto';
import { signToken, userClaims } from '../support/tokens';
import { exchange, exchangeText, get, type RawAnswer } from './raw-socket';
import { startTarget, type Target } from './target';

describe('malformed requests over a raw socket', () => {
  let target: Target;
  let token: string;

  beforeAll(async () => {
    target = await startTarget();
    token = signToken(target.key, userClaims({ 'cognito:groups': ['admin'] }));
  });
  afterAll(() => target.close());

  const one = async (bytes: string | Buffer): Promise<RawAnswer> => {
    const [answer, ...others] = await exchange(target.service.url, bytes);
    expect(others).toEqual([]);
    if (!answer) throw new Error('the connection was closed without an answer');
    return answer;
  };

  const expectProblem = (answer: RawAnswer, status: number, code: string) => {
    expect({ status: answer.status, ...(JSON.parse(answer.body) as object) }).toEqual({
      status,
      code,
      type: `urn:lifeguard:problem:${code}`,
      title: expect.any(String) as string,
      detail: expect.any(String) as string,
      requestId: expect.stringMatching(/^[\w.:/+=-]+$/) as string,
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).not.toMatch(/at .*\.[jt]s|node_modules|FST_|HPE_|SyntaxError/);
  };

  /** Expects a problem with every header of an API response. */
  const expectApiProblem = (answer: RawAnswer, status: number, code: string) => {
    expectProblem(answer, status, code);
    const { requestId } = JSON.parse(answer.body) as { requestId: string };
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('strict-transport-security')).toContain('max-age');
  };

  const close = 'Connection: close';
  const bearer = () => `Authorization: Bearer ${token}`;
  const post = (path: string, body: string, ...headers: string[]): string =>
    [
      `POST ${path} HTTP/1.1`,
      'Host: lifeguard.test',
      close,
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...headers,
      '',
      body,
    ].join('\r\n');
  const JSON_TYPE = 'Content-Type: application/json';

  it.each([
    ['one header', () => get('/whoami', `X-Long: ${'x'.repeat(40_000)}`)],
    [
      'many headers',
      () => get('/whoami', ...Array.from({ length: 400 }, (_, n) => `X-${n}: ${'x'.repeat(100)}`)),
    ],
    ['a token', () => get('/whoami', `Authorization: Bearer ${'x'.repeat(100_000)}`)],
    ['an address', () => get(`/${'x'.repeat(40_000)}`)],
  ])('answers 431 to headers over 32 KB (%s)', async (_, request) => {
    expectProblem(await one(request()), 431, 'headers_too_large');
  });

  it.each([
    ['bytes that are not HTTP', 'hello\r\n\r\n'],
    ['a TLS greeting', Buffer.from('160301020001000001fc0303', 'hex')],
    ['an unknown method', 'STEAL / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a header without a colon', get('/whoami', 'Authorization')],
    ['a folded header', get('/whoami', 'Authorization: Bearer', ' abc')],
    ['a space before the colon', get('/whoami', 'Authorization : Bearer abc')],
    ['a NUL in a header', get('/whoami', 'Authorization: Bearer a\u0000b')],
    ['a bare line feed in a header', get('/whoami', 'X-A: b\nAuthorization: Bearer abc', close)],
    ['two lengths', get('/whoami', 'Content-Length: 1', 'Content-Length: 2')],
    ['a length and chunks', get('/whoami', 'Content-Length: 3', 'Transfer-Encoding: chunked') + '0\r\n\r\n'],
    ['a negative length', get('/whoami', 'Content-Length: -1')],
    ['an unknown transfer coding', get('/whoami', 'Transfer-Encoding: xchunked')],
    ['a wrong chunk', get('/whoami', 'Transfer-Encoding: chunked') + 'zz\r\n'],
    ['another version', 'GET /whoami HTTP/9.9\r\nHost: a\r\n\r\n'],
  ])('answers 400 to malformed HTTP and closes the connection (%s)', async (_, bytes) => {
    const answer = await one(bytes);
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('answers 400 to a request without a host, and serves HTTP/1.0, which has no host', async () => {
    const bytes = `GET /whoami HTTP/1.1\r\n${bearer()}\r\n${close}\r\n\r\n`;
    expectApiProblem(await one(bytes), 400, 'invalid_request');
    expect((await one(bytes.replace('HTTP/1.1', 'HTTP/1.0'))).status).toBe(200);
  });

  it.each(['/users/%', '/users/%zz', '/users/%c0%af', '/users/%e0%80', '/%ff', '/groups/a%2'])(
    'answers 400 to a URL that cannot be decoded, with and without a token (%s)',
    async (path) => {
      expectApiProblem(await one(get(path, close)), 400, 'validation_failed');
      expectApiProblem(await one(get(path, bearer(), close)), 400, 'validation_failed');
    },
  );

  it('closes the connections of slow clients', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount } =
      target.service.app.getHttpServer();
    // 0: no header is dropped silently; only their size is limited.
    expect({ headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      maxHeadersCount: 0,
    });
  });

  it('answers each of several pipelined requests by its own token, in order', async () => {
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    const unknown = signToken(target.key, userClaims({ username: 'bob' }));
    const answers = await exchange(
      target.service.url,
      get('/whoami', bearer()) +
        get('/whoami') +
        get('/whoami', `Authorization: Bearer ${forged}`) +
        get('/whoami', `Authorization: Bearer ${unknown}`) +
        get('/whoami', 'Authorization: Basic YTpi') +
        get('/health/live') +
        get('/whoami', bearer(), close),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 200, 401, 200, 200]);
    const callers = answers.map(({ body }) => (JSON.parse(body) as { username?: string }).username);
    expect(callers).toEqual(['alice', undefined, undefined, 'bob', undefined, undefined, 'alice']);
  });

  it('answers 405 with `Allow` to a wrong method, with and without a token', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'MKCOL', 'OPTIONS']) {
      const request = get('/whoami', close).replace('GET', method);
      const answers = [await one(request), await one(request.replace(close, `${bearer()}\r\n${close}`))];
      for (const answer of answers) {
        expectApiProblem(answer, 405, 'method_not_allowed');
        expect(answer.headers.get('allow')).toBe('GET, HEAD');
        expect(answer.headers.get('www-authenticate')).toBeNull();
      }
    }
  });

  it.each([
    '/nowhere',
    '/whoami/',
    '/Whoami',
    '//whoami',
    '/whoami/../whoami',
    '/users/',
    '/whoami%2f',
    '/whoami%00',
    '/.env',
    '*',
    'http://a/nowhere',
  ])('answers 404 to a URL without a route, with and without a token (%s)', async (path) => {
    for (const method of ['GET', 'POST']) {
      const request = get(path, close).replace('GET', method);
      for (const bytes of [request, request.replace(close, `${bearer()}\r\n${close}`)]) {
        const answer = await one(bytes);
        expectApiProblem(answer, 404, 'route_not_found');
        expect(answer.headers.get('www-authenticate')).toBeNull();
      }
    }
  });

  it('guards HEAD as it guards GET, and answers it without a body', async () => {
    const head = (...headers: string[]) =>
      exchangeText(target.service.url, get('/whoami', ...headers, close).replace('GET', 'HEAD'));
    expect(await head()).toMatch(
      /^HTTP\/1\.1 401 [^]*www-authenticate: Bearer realm="lifeguard"\r\n[^]*\r\n\r\n$/i,
    );
    expect(await head(bearer())).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n$/);
  });

  it('answers 413 to a body over 1 MB, announced or in chunks', async () => {
    const body = JSON.stringify({ username: 'x'.repeat(1024 * 1024) });
    expectApiProblem(await one(post('/users', body, JSON_TYPE, bearer())), 413, 'body_too_large');
    const head = [
      'POST /users HTTP/1.1',
      'Host: a',
      close,
      JSON_TYPE,
      bearer(),
      'Transfer-Encoding: chunked',
    ];
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expectApiProblem(await one(`${head.join('\r\n')}\r\n\r\n${chunk}`), 413, 'body_too_large');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/json-patch+json',
    'text/json',
    'application',
    '',
    '{}',
  ])('answers 415 to a body of the type %j', async (type) => {
    const request = post('/users', '{"username":"a"}', `Content-Type: ${type}`, bearer());
    expectApiProblem(await one(request), 415, 'unsupported_media_type');
  });

  it('answers 415 to a body without a type', async () => {
    expectApiProblem(await one(post('/users', '{"username":"a"}', bearer())), 415, 'unsupported_media_type');
  });

  it.each([
    ['malformed', '{"username":'],
    ['not JSON', 'username=a'],
    ['with a trailing comma', '{"username":"a",}'],
    ['with a comment', '{"username":"a"/**/}'],
    ['naming __proto__', '{"username":"a","__proto__":{"admin":true}}'],
    ['naming __proto__ in escapes', '{"username":"a","\\u005f_proto__":{"admin":true}}'],
    ['naming a nested __proto__', '{"username":"a","attributes":{"__proto__":{"email":"a"}}}'],
    ['naming constructor.prototype', '{"username":"a","constructor":{"prototype":{"admin":true}}}'],
    ['two documents', '{"username":"a"}{"username":"b"}'],
    ['nested too deep', '['.repeat(200_000)],
    ['nested deep, and closed', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['of spaces', '   '],
  ])('answers 400 to a body of JSON that is %s', async (_, body) => {
    const answer = await one(post('/users', body, JSON_TYPE, bearer()));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'validation_failed', status: 400 });
    expect(answer.body.length).toBeLessThan(2000);
  });

  it.each([
    ['Latin-1', Buffer.from('{"username":"caf\xe9"}', 'latin1')],
    ['cut in the middle of a character', Buffer.from('{"username":"é').subarray(0, -1)],
    ['half a surrogate pair', Buffer.from('{"username":"\xed\xa0\x80"}', 'latin1')],
  ])('answers 400 to bytes that are not UTF-8: %s', async (_, body) => {
    const head = post('/users', '', JSON_TYPE, bearer()).replace(
      'Content-Length: 0',
      `Content-Length: ${body.length}`,
    );
    expectApiProblem(await one(Buffer.concat([Buffer.from(head), body])), 400, 'validation_failed');
  });

  it('answers a body of a million brackets quickly', async () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    const start = performance.now();
    expectApiProblem(await one(post('/auth/sign-in', deep, JSON_TYPE)), 400, 'validation_failed');
    expect(performance.now() - start).toBeLessThan(10_000);
    // Brackets inside a string are not nested.
    const flat = JSON.stringify({ username: `${'["{'.repeat(500)}\\` });
    expectApiProblem(await one(post('/users', flat, JSON_TYPE)), 401, 'token_missing');
  });

  it.each(['', 'null', '[]', '1', '"a"', '{}'])('names the missing members of the body %j', async (body) => {
    const answer = await one(post('/users', body, JSON_TYPE, bearer()));
    expect(answer.status).toBe(400);
    const { code, errors } = JSON.parse(answer.body) as { code: string; errors: unknown[] };
    expect(code).toBe('validation_failed');
    expect(errors).not.toEqual([]);
  });

  it('treats an empty body with a Content-Type as absent', async () => {
    const request = get('/whoami', bearer(), JSON_TYPE, 'Content-Length: 0', close);
    expect((await one(request)).status).toBe(200);
  });

  it('does not let a request id split the response or forge a log line', async () => {
    for (const id of ['a b', '"', 'ä', 'x'.repeat(129), '<script>']) {
      const answer = await one(get('/whoami', `X-Request-Id: ${id}`, close));
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    }
    const mine = createHash('sha256').update('mine').digest('hex');
    const answer = await one(get('/whoami', `X-Request-Id: ${mine}`, close));
    expect(answer.headers.get('x-request-id')).toBe(mine);
    expectApiProblem(answer, 401, 'token_missing');
  });
});
