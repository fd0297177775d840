import type { Browser } from './browser';
import { BrowserService } from './browser.service';

describe('/session/api', () => {
  let service: BrowserService;
  let alice: Browser;
  let root: Browser;

  beforeAll(async () => {
    service = await BrowserService.start();
    alice = await service.signedIn('alice');
    root = await service.signedIn('root');
  });
  afterAll(() => service.close());

  it('reaches every route of the application with the token of the session', async () => {
    const whoami = await alice.call('GET', '/session/api/whoami');
    expect(whoami).toMatchObject({ status: 200, body: { kind: 'user', username: 'alice' } });
    expect(whoami.headers.get('cache-control')).toBe('no-store');
    expect(await alice.call('GET', '/session/api/me')).toMatchObject({
      status: 200,
      body: { username: 'alice' },
    });
    expect(await root.call('GET', '/session/api/users?limit=3')).toMatchObject({
      status: 200,
      body: {
        items: [{ username: 'alice' }, { username: 'bob' }, { username: 'root' }],
        nextCursor: expect.any(String),
      },
    });
  });

  it('applies the policies of the routes and answers their problems', async () => {
    expect(await alice.call('GET', '/session/api/users')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await root.call('GET', '/session/api/users/nobody-of-this-name')).toMatchObject({
      status: 404,
      body: { code: 'user_not_found' },
    });
    expect(await root.call('GET', '/session/api/users?limit=61')).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
  });

  it('passes on bodies, methods and encoded parameters', async () => {
    const name = 'd/é?#%';
    const created = await root.call('POST', '/session/api/groups', { name, description: 'x' });
    expect(created.status).toBe(201);
    const path = `/session/api/groups/${encodeURIComponent(name)}`;
    expect(await root.call('PATCH', path, { description: 'changed' })).toMatchObject({ status: 200 });
    expect(await root.call('GET', path)).toMatchObject({ body: { name, description: 'changed' } });
    expect((await root.call('DELETE', path)).status).toBe(204);
  });

  it('answers 401 to a large body without a session', async () => {
    const body = { attributes: { name: 'x'.repeat(200_000) } };
    expect(await service.browser().call('PATCH', '/session/api/me', body)).toMatchObject({
      status: 401,
      body: { code: 'token_missing' },
    });
  });

  it.each([
    ['GET', '/session/api/auth/sign-in'],
    ['POST', '/session/api/auth/sign-in'],
    ['POST', '/session/api/auth/refresh'],
    ['POST', '/session/api/%61uth/refresh'],
    ['POST', '/session/api/auth/unknown'],
    ['GET', '/session/api/session'],
    ['GET', '/session/api/session/tokens'],
    ['GET', '/session/api/session/api/whoami'],
    ['GET', '/session/api/unknown'],
    ['GET', '/session/api/'],
    ['GET', '/session/api'],
    ['GET', '/session/api/../session/tokens'],
    ['GET', '/session/unknown'],
  ])('answers 404 to %s %s', async (method, path) => {
    const answer = await alice.call(method, path, method === 'POST' ? {} : undefined);
    expect(answer).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
  });

  it('answers 405 to a method that the route does not have', async () => {
    const answer = await alice.call('DELETE', '/session/api/whoami');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  });

  it('answers 401 token_missing without a session cookie, and session_ended to an unknown one', async () => {
    const browser = service.browser();
    const missing = await browser.call('GET', '/session/api/whoami');
    expect(missing).toMatchObject({ status: 401, body: { code: 'token_missing' } });
    expect(missing.headers.get('www-authenticate')).toMatch(/^Bearer realm="lifeguard"/);
    browser.setCookie('__Host-Http-lifeguard', 'x'.repeat(43));
    for (const path of ['/session/api/whoami', '/session/tokens']) {
      browser.setCookie('__Host-Http-lifeguard', 'x'.repeat(43));
      const ended = await browser.call('GET', path);
      expect(ended).toMatchObject({ status: 401, body: { code: 'session_ended' } });
      expect(ended.headers.get('www-authenticate')).toMatch(/^Bearer realm="lifeguard"/);
      expect(ended.headers.get('www-authenticate')).not.toContain('error=');
      expect(ended.headers.get('set-cookie')).toMatch(/^__Host-Http-lifeguard=; Max-Age=0; /);
    }
  });

  it('answers 400 to an ID token from the page', async () => {
    const answer = await alice.call('GET', '/session/api/whoami', undefined, { 'x-id-token': 'a.b.c' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('logs the same line as the route itself, without the cookie or a token', async () => {
    await alice.call('GET', '/session/api/whoami');
    const lines = service.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.findLast(({ msg }) => msg === 'request')).toMatchObject({
      route: '/whoami',
      status: 200,
      sub: expect.any(String),
    });
    const log = service.log.join('\n');
    expect(log).not.toContain('eyJ');
    expect(log).not.toContain(alice.sessionId ?? '?');
  });

  it('explains the claims of both tokens without showing them', async () => {
    const { status, body, text } = await alice.call('GET', '/session/tokens');
    expect(status).toBe(200);
    expect(body).toEqual({
      access: expect.arrayContaining([
        { name: 'token_use', value: 'access', meaning: expect.any(String) },
        { name: 'username', value: 'alice', meaning: 'The username in the user pool' },
      ]),
      id: expect.arrayContaining([
        { name: 'email', value: 'alice@example.com', meaning: 'E-mail address' },
        { name: 'nonce', value: expect.any(String), meaning: expect.any(String) },
      ]),
    });
    expect(text).not.toContain('eyJ');
  });
});

describe('RATE_LIMIT', () => {
  it('counts the user of a session like the bearer of a token', async () => {
    const service = await BrowserService.start({ RATE_LIMIT: '3/60' });
    const alice = await service.signedIn('alice');
    for (let call = 0; call < 3; call += 1) await alice.call('GET', '/session/api/whoami');
    expect(await alice.call('GET', '/session/api/whoami')).toMatchObject({
      status: 429,
      body: { code: 'rate_limited' },
    });
    await service.close();
  });
});
