import { BrowserService, CALLBACK, PUBLIC_URL, submit } from './browser.service';

const COOKIE_PREFIX = /__Host-Http-/g;

describe('a sign-in at the hosted pages', () => {
  let service: BrowserService;

  beforeAll(async () => {
    service = await BrowserService.start();
  });
  afterAll(() => service.close());

  const begin = async (query = ''): Promise<{ location: URL; cookies: string[] }> => {
    const response = await service.call(`/session/sign-in${query}`);
    expect(response.status).toBe(302);
    return {
      location: new URL(response.headers.get('location') ?? ''),
      cookies: response.headers.getSetCookie(),
    };
  };

  it('begins with a code request: exact redirect URI, PKCE, and state and nonce of at least 128 bits', async () => {
    const { location } = await begin();
    expect(location.origin + location.pathname).toBe(`${service.pool.endpoint}/oauth2/authorize`);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      response_type: 'code',
      client_id: service.pool.clients.browser.id,
      redirect_uri: CALLBACK,
      scope: 'openid email profile aws.cognito.signin.user.admin',
      state: expect.stringMatching(/^[\w-]{22,}$/),
      nonce: expect.stringMatching(/^[\w-]{22,}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('uses a new state, nonce and challenge for each attempt', async () => {
    const [one, other] = [(await begin()).location.searchParams, (await begin()).location.searchParams];
    for (const name of ['state', 'nonce', 'code_challenge']) expect(one.get(name)).not.toBe(other.get(name));
  });

  it('keeps an attempt in one HttpOnly, SameSite=Lax cookie for ten minutes', async () => {
    const { cookies } = await begin();
    expect(cookies).toHaveLength(1);
    const [cookie = ''] = cookies;
    expect(cookie).toMatch(/^__Host-Http-lifeguard-attempt-[\w-]+=[\w-]+; /);
    for (const attribute of ['Max-Age=600', 'Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax'])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toMatch(/Domain=/i);
  });

  it('passes on the provider, hint, language and `fresh`', async () => {
    const { searchParams } = (await begin('?provider=Acme&hint=alice&lang=de&fresh=1')).location;
    expect(Object.fromEntries(searchParams)).toMatchObject({
      identity_provider: 'Acme',
      login_hint: 'alice',
      lang: 'de',
      prompt: 'login',
    });
  });

  it('ends with a session and returns the browser to `returnTo`', async () => {
    const browser = service.browser();
    const visit = await service.signInAtDomain(browser, 'alice', '?returnTo=/orders%3Fpage=2');
    expect(visit.status).toBe(303);
    expect(visit.url).toBe(`${PUBLIC_URL}/orders?page=2`);
    const cookie = browser.cookie('__Host-Http-lifeguard');
    expect(cookie?.value).toMatch(/^[\w-]{43}$/);
    expect(cookie?.header).toBe(
      `__Host-Http-lifeguard=${cookie?.value}; Path=/; Secure; HttpOnly; SameSite=Strict`,
    );
    const { status, body } = await browser.call('GET', '/session');
    expect(status).toBe(200);
    expect(body).toEqual({
      signedIn: true,
      sub: expect.any(String),
      username: 'alice',
      name: 'Alice Archer',
      email: 'alice@example.com',
      groups: [],
      scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      startedAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
    });
  });

  it('leaves only the session cookie', async () => {
    const browser = await service.signedIn('alice');
    const names = [...(browser.cookies.get(PUBLIC_URL)?.keys() ?? [])];
    expect(names).toEqual(['__Host-Http-lifeguard']);
  });

  it('never sends a token to the browser in a URL, body or header', async () => {
    const browser = service.browser();
    const visit = await service.signInAtDomain(browser, 'alice');
    const seen = [...visit.steps, ...visit.setCookies, visit.text, ...[...visit.headers].flat()].join('\n');
    expect(seen).not.toContain('eyJ');
    expect((await browser.call('GET', '/session')).text).not.toContain('eyJ');
    expect((await browser.call('GET', '/session/tokens')).text).not.toContain('eyJ');
  });

  it('works in two tabs at once', async () => {
    const browser = service.browser();
    const [first, second] = [
      await browser.visit('/session/sign-in'),
      await browser.visit('/session/sign-in'),
    ];
    const fields = { username: 'alice', password: service.pool.passwords.alice ?? '' };
    expect((await submit(browser, second, fields)).status).toBe(303);
    const id = browser.sessionId;
    expect((await submit(browser, first, fields)).status).toBe(303);
    expect(browser.sessionId).not.toBe(id);
  });

  it('keeps at most the five newest attempts', async () => {
    const browser = service.browser();
    const states: string[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const { url } = await browser.visit('/session/sign-in', { until: /authorize/ });
      states.push(new URL(url).searchParams.get('state') ?? '');
    }
    const header = [...(browser.cookies.get(PUBLIC_URL)?.keys() ?? [])].join(' ');
    expect(header.match(COOKIE_PREFIX)).toHaveLength(5);
    const answers = await Promise.all(
      states.map(async (state) => (await browser.visit(`/session/callback?state=${state}&error=x`)).text),
    );
    const known = answers.map((text) => text.includes('You were not signed in'));
    expect(known).toEqual([false, false, true, true, true, true, true]);
  });

  it('ends the browser’s previous session, although its Strict cookie is not sent to the callback', async () => {
    const browser = await service.signedIn('alice');
    const old = browser.sessionId ?? '';
    await service.signInAtDomain(browser, 'alice', '?fresh=1');
    expect(browser.sessionId).not.toBe(old);
    const other = service.browser();
    other.setCookie('__Host-Http-lifeguard', old);
    expect((await other.call('GET', '/session')).body).toEqual({ signedIn: false });
  });

  it('never adopts a session id that it did not issue', async () => {
    const browser = service.browser();
    const chosen = 'c'.repeat(43);
    browser.setCookie('__Host-Http-lifeguard', chosen);
    await service.signInAtDomain(browser, 'alice');
    expect(browser.sessionId).not.toBe(chosen);
    const other = service.browser();
    other.setCookie('__Host-Http-lifeguard', chosen);
    expect((await other.call('GET', '/session/tokens')).status).toBe(401);
  });

  it('needs no password the second time, because the hosted pages keep their own cookie', async () => {
    const browser = await service.signedIn('alice');
    await browser.call('POST', '/session/sign-out');
    const visit = await browser.visit('/session/sign-in', { until: /\/account$/ });
    expect(visit.url).toBe(`${PUBLIC_URL}/account`);
    expect((await browser.call('GET', '/session')).body.signedIn).toBe(true);
  });

  it('needs the password again after a sign-out that also visited the hosted pages', async () => {
    const browser = await service.signedIn('alice');
    const { body } = await browser.call('POST', '/session/sign-out');
    const { url } = await browser.visit(String(body.next), { until: /\/account$/ });
    expect(url).toBe(`${PUBLIC_URL}/account`);
    const { text } = await browser.visit('/session/sign-in');
    expect(text).toContain('name="password"');
  });

  it('works through an external provider, whose group the user is in', async () => {
    const browser = service.browser();
    const acme = await browser.visit('/session/sign-in?provider=Acme');
    expect(acme.steps.some((step) => step.includes('/login?'))).toBe(false);
    const done = await submit(browser, acme, { login: 'zoe', password: 'anything', prompt: 'login' });
    expect(done).toMatchObject({ status: 303, url: `${PUBLIC_URL}/account` });
    expect((await browser.call('GET', '/session')).body).toMatchObject({
      signedIn: true,
      username: 'Acme_zoe',
      email: 'zoe@acme.example',
      groups: [`${service.pool.userPoolId}_Acme`],
    });
  });
});

describe('a service with a path in PUBLIC_URL', () => {
  it('uses that path in the addresses for sign-in and sign-out', async () => {
    const publicUrl = 'http://localhost:3000/guard';
    const service = await BrowserService.start({}, { publicUrl });
    const response = await service.call('/session/sign-in?returnTo=//evil.example');
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.searchParams.get('redirect_uri')).toBe(`${publicUrl}/session/callback`);
    const browser = await service.signedInWithForm('alice');
    const { next } = (await browser.call('POST', '/session/sign-out')).body;
    expect(new URL(String(next)).searchParams.get('logout_uri')).toBe(`${publicUrl}/account`);
    await service.close();
  });
});
