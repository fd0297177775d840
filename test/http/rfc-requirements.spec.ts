import { exchange, exchangeText, type RawAnswer } from '../attacks/raw-socket';
import { startTarget, type Target } from '../attacks/target';
import { signToken, userClaims } from '../support/tokens';

/** The requirements of RFC 9110, 9111 and 9112 for an origin server, tested over a raw socket. */
describe('The HTTP server', () => {
  let target: Target;
  let authorization: string;

  beforeAll(async () => {
    target = await startTarget({ CORS_ORIGINS: 'https://app.example.com' });
    authorization = `Authorization: Bearer ${signToken(target.key, userClaims({ 'cognito:groups': ['admin'] }))}`;
  });
  afterAll(() => target.close());

  const lines = (...each: string[]) => `${each.join('\r\n')}\r\n\r\n`;
  const answersTo = (bytes: string | Buffer, count?: number) => exchange(target.service.url, bytes, count);
  const one = async (bytes: string | Buffer): Promise<RawAnswer> => {
    const [answer, ...others] = await answersTo(bytes);
    expect(others).toEqual([]);
    if (!answer) throw new Error('the connection was closed without an answer');
    return answer;
  };
  const codeOf = ({ status, body }: RawAnswer) => [status, (JSON.parse(body) as { code: string }).code];
  const whoami = (...headers: string[]) =>
    lines('GET /whoami HTTP/1.1', ...headers, authorization, 'Connection: close');
  const post = (body: string, ...headers: string[]) =>
    `${lines('POST /users HTTP/1.1', 'Host: a', authorization, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`, ...headers)}${body}`;
  const JSON_TYPE = 'Content-Type: application/json';

  it.each([
    ['no Host', []],
    ['two Hosts', ['Host: a', 'Host: b']],
    ['two equal Hosts', ['Host: a', 'Host: a']],
    ['a Host with a path', ['Host: a/b']],
    ['a Host with userinfo', ['Host: user@a']],
    ['a Host with a space', ['Host: a b']],
    ['a Host that is a list', ['Host: a, b"']],
    ['a Host with a port that is not a number', ['Host: a:b']],
    ['a Host with a query', ['Host: a?b']],
  ])('answers 400 to %s (RFC 9112 section 3.2)', async (_, headers) => {
    for (const path of ['/whoami', '/nowhere', '/users/%zz']) {
      const answer = await one(whoami(...headers).replace('/whoami', path));
      expect(codeOf(answer)).toEqual([400, 'invalid_request']);
      expect(answer.headers.get('connection')).toBe('close');
      expect(answer.headers.get('date')).toMatch(/ GMT$/);
    }
  });

  it.each(['a', 'a.example.com:3000', '[::1]:3000', '127.0.0.1', '', 'ex%41mple', 'a:'])(
    'accepts the Host %j',
    async (host) => {
      expect((await one(whoami(`Host: ${host}`))).status).toBe(200);
    },
  );

  it.each([
    ['http://a/whoami', 200],
    ['HTTP://a:80/whoami?x', 200],
    ['https://api.example.com/whoami', 200],
    ['http://a/nowhere', 404],
    ['http://a', 404],
    ['http://a?x', 404],
  ])('serves the absolute form %s regardless of Host: %d (RFC 9112 section 3.2.2)', async (form, status) => {
    expect((await one(whoami('Host: another').replace('/whoami', form))).status).toBe(status);
  });

  it.each([
    'http:///whoami',
    'http://user@a/whoami',
    'http://:80/whoami',
    'ftp://a/whoami',
    'whoami',
    'a:80',
  ])('answers 400 to the request target %s (RFC 9110 section 4.2)', async (form) => {
    expect(codeOf(await one(whoami('Host: a').replace('/whoami', form)))).toEqual([400, 'invalid_request']);
  });

  it('answers OPTIONS * with its methods, and no content (RFC 9110 section 9.3.7)', async () => {
    const text = await exchangeText(
      target.service.url,
      lines('OPTIONS * HTTP/1.1', 'Host: a', 'Connection: close'),
    );
    expect(text).toMatch(/^HTTP\/1\.1 204 /);
    expect(text).toMatch(/\r\nallow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/i);
    expect(text).not.toMatch(/content-length|transfer-encoding/i);
  });

  it('answers CONNECT, which is for proxies, with 405 and `Allow`', async () => {
    const answer = await one(lines('CONNECT example.com:443 HTTP/1.1', 'Host: example.com:443'));
    expect(codeOf(answer)).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toContain('GET');
    expect(answer.headers.get('date')).toMatch(/ GMT$/);
  });

  it('never loops a TRACE back (RFC 9110 section 9.3.8)', async () => {
    const answer = await one(
      lines('TRACE /whoami HTTP/1.1', 'Host: a', 'X-Secret: 12345', 'Connection: close'),
    );
    expect(answer.status).toBe(405);
    expect(answer.body).not.toContain('12345');
  });

  it.each([
    ['gzip, chunked', 501],
    ['chunked, gzip', 400],
    ['xchunked', 400],
    ['identity', 400],
  ])('answers the transfer coding %s with %s (RFC 9112 sections 6.1 and 6.3)', async (coding, status) => {
    const bytes = lines(
      'POST /users HTTP/1.1',
      'Host: a',
      authorization,
      JSON_TYPE,
      `Transfer-Encoding: ${coding}`,
    );
    const answer = await one(`${bytes}0\r\n\r\n`);
    expect(codeOf(answer)).toEqual([status, 'invalid_request']);
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('answers 400 to a transfer coding in HTTP/1.0, and to one together with a length', async () => {
    const head = ['Host: a', authorization, JSON_TYPE, 'Transfer-Encoding: chunked'];
    const old = await one(`${lines('POST /users HTTP/1.0', ...head)}0\r\n\r\n`);
    expect(codeOf(old)).toEqual([400, 'invalid_request']);
    const both = await one(`${lines('POST /users HTTP/1.1', ...head, 'Content-Length: 5')}0\r\n\r\n`);
    expect(codeOf(both)).toEqual([400, 'invalid_request']);
  });

  it('reads a body in chunks, with extensions and trailers that it ignores (RFC 9112 section 7.1)', async () => {
    const head = lines(
      'POST /users HTTP/1.1',
      'Host: a',
      'Connection: close',
      authorization,
      JSON_TYPE,
      'Transfer-Encoding: chunked',
    );
    const answer = await one(
      `${head}2;x=1;y="2"\r\n{}\r\n0\r\nX-Trailer: 1\r\nAuthorization: Bearer x\r\n\r\n`,
    );
    expect(codeOf(answer)).toEqual([400, 'validation_failed']);
    expect(answer.body).toContain('"path":"username"');
  });

  it('answers 417 to an expectation other than 100-continue (RFC 9110 section 10.1.1)', async () => {
    expect(codeOf(await one(whoami('Host: a', 'Expect: the-moon')))).toEqual([417, 'expectation_failed']);
    expect((await one(whoami('Host: a', 'Expect: the-moon').replace('HTTP/1.1', 'HTTP/1.0'))).status).toBe(
      200,
    );
  });

  it('sends 100 Continue only if the body will be read', async () => {
    const expecting = (token: string, length: number) =>
      lines(
        'POST /users HTTP/1.1',
        'Host: a',
        token,
        'Connection: close',
        JSON_TYPE,
        'Expect: 100-continue',
        `Content-Length: ${length}`,
      );
    const admitted = await answersTo(`${expecting(authorization, 2)}{}`);
    expect(admitted.map(({ status }) => status)).toEqual([100, 400]);
    const refused = await answersTo(expecting('X-A: b', 100_000), 1);
    expect(refused.map(({ status }) => status)).toEqual([401]);
    // HTTP/1.0 has no interim responses.
    const old = await answersTo(`${expecting(authorization, 2).replace('HTTP/1.1', 'HTTP/1.0')}{}`);
    expect(old.map(({ status }) => status)).toEqual([400]);
  });

  it.each([
    ['POST /unknown', [404, 'route_not_found']],
    ['PUT /users', [405, 'method_not_allowed']],
    ['OPTIONS /me', [405, 'method_not_allowed']],
  ])('answers %s without waiting for the body', async (request, expected) => {
    for (const more of ['Expect: 100-continue', 'X-A: b']) {
      const head = lines(`${request} HTTP/1.1`, 'Host: a', JSON_TYPE, more, 'Content-Length: 100');
      expect(codeOf(await one(head))).toEqual(expected);
    }
  });

  it.each(['HTTP/1.1', 'HTTP/1.0'])(
    'ignores what follows a request of %s that closes the connection (RFC 9112 section 9.6)',
    async (version) => {
      const last = whoami('Host: a').replace('HTTP/1.1', version);
      expect((await answersTo(last + whoami('Host: a'))).map(({ status }) => status)).toEqual([200]);
    },
  );

  it('answers 505 to another major version of HTTP (RFC 9110 section 15.6.6)', async () => {
    const answer = await one(whoami('Host: a').replace('HTTP/1.1', 'HTTP/2.0'));
    expect(codeOf(answer)).toEqual([505, 'invalid_request']);
  });

  it.each(['gzip', 'br', 'x-unknown', 'gzip, identity'])(
    'answers 415 to a body in the content coding %s, and names what it accepts (RFC 9110 section 15.5.16)',
    async (coding) => {
      const answer = await one(post('{}', JSON_TYPE, `Content-Encoding: ${coding}`));
      expect(codeOf(answer)).toEqual([415, 'unsupported_media_type']);
      expect(answer.headers.get('accept-encoding')).toBe('identity');
    },
  );

  it.each(['utf-16', 'latin1', 'iso-8859-1', 'utf-7'])(
    'answers 415 to JSON in the charset %s',
    async (charset) => {
      const answer = await one(post('{}', `${JSON_TYPE}; charset=${charset}`));
      expect(codeOf(answer)).toEqual([415, 'unsupported_media_type']);
    },
  );

  it.each(['; charset=utf-8', ';charset="UTF-8"', '; CHARSET=utf8', ''])(
    'reads JSON with the type %j',
    async (parameter) => {
      expect(codeOf(await one(post('{}', `${JSON_TYPE}${parameter}`)))).toEqual([400, 'validation_failed']);
    },
  );

  it('answers 400 to a repeated header that allows one value', async () => {
    expect(codeOf(await one(post('{}', JSON_TYPE, 'Content-Type: text/plain')))).toEqual([
      400,
      'invalid_request',
    ]);
    const many = Array.from({ length: 1900 }, (_, index) => `a: ${index % 10}`);
    expect(codeOf(await one(whoami('Host: a', ...many, 'Authorization: Bearer x')))).toEqual([
      400,
      'invalid_request',
    ]);
    expect(codeOf(await one(whoami('Host: a', ...many, 'Host: b')))).toEqual([400, 'invalid_request']);
  });

  it('answers 400 to a partial PUT (RFC 9110 section 14.4)', async () => {
    const body = '{"password":"Some-Pass-1","permanent":true}';
    const head = lines(
      'PUT /users/alice/password HTTP/1.1',
      'Host: a',
      authorization,
      JSON_TYPE,
      'Connection: close',
      'Content-Range: bytes 0-1/5',
      `Content-Length: ${body.length}`,
    );
    expect(codeOf(await one(head + body))).toEqual([400, 'validation_failed']);
  });

  it('ignores Range, which is optional, on every method (RFC 9110 section 14.2)', async () => {
    const answer = await one(whoami('Host: a', 'Range: bytes=0-1'));
    expect([answer.status, answer.headers.get('content-range')]).toEqual([200, null]);
    expect(codeOf(await one(post('{}', JSON_TYPE, 'Range: bytes=0-1')))).toEqual([400, 'validation_failed']);
  });

  it('ignores an upgrade that it does not offer (RFC 9110 section 7.8)', async () => {
    for (const protocol of ['h2c', 'websocket', 'TLS/1.3']) {
      const request = lines(
        'GET /whoami HTTP/1.1',
        'Host: a',
        authorization,
        'Connection: Upgrade, close',
        `Upgrade: ${protocol}`,
        'HTTP2-Settings: AAMAAABkAAQAAP__',
      );
      expect((await one(request)).status).toBe(200);
    }
  });

  it('serves HTTP/1.0 with a length, and closes the connection (RFC 9112 sections 6.1 and 9.3)', async () => {
    const answer = await one(lines('GET /whoami HTTP/1.0', authorization));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('transfer-encoding')).toBeNull();
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(answer.body)));
  });

  it('ignores an empty line before a request (RFC 9112 section 2.2)', async () => {
    expect((await one(`\r\n${whoami('Host: a')}`)).status).toBe(200);
  });

  it('sends Date with every response (RFC 9110 section 6.6.1)', async () => {
    const requests = [
      whoami('Host: a'),
      whoami('Host: a').replace('/whoami', '/nowhere'),
      whoami('Host: a').replace('/whoami', '/users/%zz'),
      'nonsense\r\n\r\n',
      whoami('Host: a', `X-Large: ${'x'.repeat(40_000)}`),
    ];
    for (const bytes of requests) expect((await one(bytes)).headers.get('date')).toMatch(/ GMT$/);
  });

  it('sends no Content-Length with 204 (RFC 9110 section 8.6)', async () => {
    const preflight = lines(
      'OPTIONS /me HTTP/1.1',
      'Host: a',
      'Origin: https://app.example.com',
      'Access-Control-Request-Method: PATCH',
      'Connection: close',
    );
    const text = await exchangeText(target.service.url, preflight);
    expect(text).toMatch(/^HTTP\/1\.1 204 /);
    expect(text).not.toMatch(/content-length|transfer-encoding/i);
  });

  it('answers HEAD as GET, without content (RFC 9110 section 9.3.2)', async () => {
    for (const path of [
      '/whoami',
      '/openapi.json',
      '/docs',
      '/docs/swagger-ui.css',
      '/health/live',
      '/nowhere',
    ]) {
      const got = await one(whoami('Host: a').replace('/whoami', path));
      const head = await exchangeText(
        target.service.url,
        whoami('Host: a').replace('GET /whoami', `HEAD ${path}`),
      );
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${got.status} [^]*\\r\\n\\r\\n$`));
      expect(head.toLowerCase()).toContain(`content-type: ${got.headers.get('content-type')}`);
    }
  });

  it('answers unparsable input after the earlier requests, in order (RFC 9112 section 9.3.2)', async () => {
    const answers = await answersTo(
      `${lines('GET /whoami HTTP/1.1', 'Host: a', authorization)}nonsense\r\n\r\n`,
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  });

  it.each([
    ['no type', ''],
    ['text/plain', 'Content-Type: text/plain\r\n'],
    ['a form', 'Content-Type: application/x-www-form-urlencoded\r\n'],
    ['a malformed type', 'Content-Type: {}\r\n'],
    ['an unknown charset', 'Content-Type: application/json; charset=utf-16\r\n'],
  ])('accepts a request without a body of any type: %s', async (_, type) => {
    for (const framing of ['Content-Length: 0\r\n', '']) {
      const bytes = `POST /users/alice/enable HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${type}${framing}${authorization}\r\n\r\n`;
      expect((await one(bytes)).status).not.toBe(415);
    }
  });

  it('treats a body without chunks as absent', async () => {
    const head = lines(
      'POST /users/alice/enable HTTP/1.1',
      'Host: a',
      'Connection: close',
      authorization,
      'Content-Type: text/plain',
      'Transfer-Encoding: chunked',
    );
    expect((await one(`${head}0\r\n\r\n`)).status).not.toBe(415);
  });

  it.each([
    '{"username":"alice","username":"bob"}',
    '{"username":"alice","\\u0075sername":"bob"}',
    '{"username":"alice","attributes":{"email":"a","email":"b"}}',
    '{"a":[{"b":1,"b":2}]}',
  ])('answers 400 to a body that names a member twice: %s', async (body) => {
    const answer = await one(post(body, JSON_TYPE));
    expect(codeOf(answer)).toEqual([400, 'validation_failed']);
    expect(answer.body).toContain('names a member twice');
  });
});
