import { AttackedService, expectLittleHarm, ROUNDS } from './attacked.service';
import { JSON_TYPE, request, sendInTurn, sendUnread } from './flood';

const MB = 1024 * 1024;

jest.setTimeout(60_000 * ROUNDS);

/** The real service as a process, attacked over sockets while a known caller keeps calling it. */
describe('A known caller is served in bounded memory while another client sends', () => {
  let service: AttackedService;

  beforeAll(async () => {
    service = await AttackedService.start(() => ({ METRICS_PORT: '0' }));
    await service.warmUp('/whoami', '/docs', '/openapi.json');
    await service.process.ask('/auth/sign-in', { method: 'POST', body: { username: 'a', password: 'b' } });
  });
  afterAll(() => service.close());

  const CREDENTIAL_ROUTES = ['sign-in', 'challenge', 'sign-up/confirm', 'forgot-password/confirm'];
  it.each(CREDENTIAL_ROUTES)('1 MB of combining marks as the username to /auth/%s', async (route) => {
    const body = JSON.stringify({ username: `a${'\u0301\u0316'.repeat(240_000)}`, password: 'b' });
    const harm = await service.under(async () => {
      const statuses = await sendInTurn(service.url, [request('POST', `/auth/${route}`, body, JSON_TYPE)]);
      expect(statuses).toEqual([400]);
    });
    expectLittleHarm(harm);
  });

  it.each([
    '/docs/swagger-ui-bundle.js',
    '/docs/swagger-ui.css',
    '/openapi.json',
    '/docs',
    '/health/ready',
    '/metrics',
    '/nowhere',
  ])('1500 pipelined requests for %s without reading the answers', async (path) => {
    const bytes = request('GET', path).repeat(1500);
    expectLittleHarm(await service.under(() => sendUnread(service.url, bytes, 5, 1500)));
  });

  it('1500 pipelined sign-ins', async () => {
    const body = JSON.stringify({ username: 'alice', password: 'Wrong-Pass-1' });
    const bytes = request('POST', '/auth/sign-in', body, JSON_TYPE).repeat(1500);
    const asked = service.cognito.requests.length;
    expectLittleHarm(await service.under(() => sendUnread(service.url, bytes, 1, 1000)));
    expect(service.cognito.requests.length - asked).toBeLessThanOrEqual(60 * ROUNDS);
  });

  const members = (count: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`w${index}`, value]));
  it.each([
    ['/auth/sign-up', { username: 'a', password: 'b', attributes: members(65_000, 1) }],
    ['/auth/challenge', { username: 'a', responses: members(65_000, 1) }],
    ['/auth/sign-in', members(65_000, 1)],
    ['/auth/sign-in', Array.from({ length: 400_000 }, () => 1)],
    ['/auth/refresh', [members(30_000, [1])]],
  ])('bodies with many invalid members to %s', async (path, body) => {
    const text = JSON.stringify(body);
    expect(text.length).toBeLessThan(MB);
    const harm = await service.under(async () => {
      const bytes = request('POST', path, text, JSON_TYPE);
      expect(new Set(await sendInTurn(service.url, Array(10).fill(bytes)))).toEqual(new Set([400]));
    });
    expectLittleHarm(harm);
  });

  it.each([
    ['escapes', `{"username":"${'\\u0041'.repeat(160_000)}"}`],
    ['backslashes', `{"username":"${'\\\\'.repeat(480_000)}"}`],
    ['one long name', `{"${'x'.repeat(900_000)}":1}`],
    ['one long number', `{"username":${'9'.repeat(900_000)}}`],
    ['white space', `{"username":${' '.repeat(900_000)}1}`],
    ['brackets', '['.repeat(900_000)],
  ])('1 MB of %s', async (_, text) => {
    const harm = await service.under(() =>
      sendInTurn(service.url, Array(5).fill(request('POST', '/auth/sign-in', text, JSON_TYPE))),
    );
    expectLittleHarm(harm);
  });

  it.each([
    ['/me/revoke', 'a guarded route, without a token'],
    ['/auth/sign-in', 'a public route'],
  ])('300 bodies of almost 1 MB to %s, %s, that never end', async (path) => {
    const body = `{"username":"${'x'.repeat(MB - 100)}`;
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\n${JSON_TYPE}\r\nContent-Length: ${MB}\r\n\r\n`;
    expectLittleHarm(await service.under(() => sendUnread(service.url, head + body, 300, 1500)));
  });

  it('1 MB bodies to a guarded route with forged tokens', async () => {
    const body = JSON.stringify({ refreshToken: 'x'.repeat(MB - 100) });
    const forged = `Authorization: Bearer ${service.token.slice(0, -8)}AAAAAAAA`;
    const harm = await service.under(async () => {
      const bytes = request('POST', '/me/revoke', body, JSON_TYPE, forged);
      expect(new Set(await sendInTurn(service.url, Array(30).fill(bytes)))).toEqual(new Set([401]));
    });
    expectLittleHarm(harm);
  });

  it.each([
    ['8000 headers', 'a:'],
    ['8000 cookies', 'cookie:'.slice(0, 7)],
    ['forwarded addresses', 'x-forwarded-for: 192.0.2.1, 192.0.2.2'],
  ])('%s', async (_, header) => {
    const headers = Array.from({ length: Math.floor(31_000 / (header.length + 2)) }, () => header);
    const bytes = request('GET', '/whoami', '', ...headers);
    const harm = await service.under(() => sendInTurn(service.url, Array(50).fill(bytes)));
    expectLittleHarm(harm);
  });

  it.each(['application/json', 'application/json; charset="utf-8"', 'text/plain'])(
    'the content type %s with 30 KB of white space',
    async (type) => {
      const header = `Content-Type: ${type}${' '.repeat(30_000)}; a="b"`;
      const harm = await service.under(async () => {
        const bytes = request('POST', '/auth/refresh', '{}', header);
        const answers = Array.from({ length: 10 }, () => sendInTurn(service.url, [bytes]));
        expect(new Set((await Promise.all(answers)).flat())).toEqual(new Set([415]));
      });
      expectLittleHarm(harm);
    },
  );

  it.each(['&', '&a', '&a=b', '&a[b]=c', '&%61=%62'])('30 KB of a query of %s', async (part) => {
    const path = `/users?limit=1${part.repeat(Math.floor(30_000 / part.length))}`;
    const guarded = request('GET', path, '', `Authorization: Bearer ${service.token}`);
    const harm = await service.under(() => sendInTurn(service.url, Array(20).fill(guarded)));
    expectLittleHarm(harm);
  });
});
