import { signClaims } from '../../pool/signing-key';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';
import type { Browser, Visit } from './browser';
import { BrowserService, PUBLIC_URL } from './browser.service';
import { StubDomain } from './stub-domain';
import { useStubDomain } from './stub-domain.fixture';

/** The headings of the pages, in English and German. */
const TITLES = {
  state: ['This sign-in cannot be finished', 'Diese Anmeldung kann nicht abgeschlossen werden'],
  failed: ['You were not signed in', 'Sie wurden nicht angemeldet'],
  outage: ['Signing in is not possible at the moment', 'Die Anmeldung ist zurzeit nicht möglich'],
  limit: ['Too many attempts', 'Zu viele Versuche'],
  other: ['Something went wrong', 'Etwas ist schiefgegangen'],
} as const;

type Failure = keyof typeof TITLES;

/** Begins a sign-in. Returns the parameters that the hosted pages get. */
async function begin(browser: Browser): Promise<Record<string, string>> {
  const { url } = await browser.visit('/session/sign-in', { until: /authorize/ });
  return Object.fromEntries(new URL(url).searchParams);
}

const visitCallback = (browser: Browser, query: Record<string, string | undefined>): Promise<Visit> => {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return browser.visit(`/session/callback?${new URLSearchParams(given).toString()}`, { until: /account$/ });
};

/** Expects a page with our own text and a link back, which must not be cached or framed. */
function expectPage(
  visit: Pick<Visit, 'status' | 'headers' | 'text'>,
  status: number,
  failure: Failure,
): void {
  expect([visit.status, visit.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
  expect(visit.text).toContain(`<h1>${TITLES[failure][0]}</h1>`);
  expect(visit.text).toContain('<a href="/account">Back to sign-in</a>');
  expect(visit.text).toMatch(/<html lang="en">[^]*<small>Request [\w.:/+=-]+<\/small>/);
  expect(visit.text).not.toMatch(/<script|invalid_|server_error|eyJ|evil/);
  expect(visit.headers.get('cache-control')).toBe('no-store');
  expect(visit.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
}

describe('the failure page of a sign-in (on the wire; the token endpoint is a stub)', () => {
  const stub = useStubDomain();
  let browser: Browser;
  beforeEach(() => {
    stub.domain.answer = () => [400, { error: 'invalid_grant' }];
    browser = stub.service.browser();
  });

  it('is shown beyond AUTH_RATE_LIMIT, which counts redeemed codes only', async () => {
    const limited = await BrowserService.start({
      AUTH_RATE_LIMIT: '1/60',
      COGNITO_DOMAIN: stub.domain.origin,
    });
    const [other, again] = [limited.browser(), limited.browser()];
    // Another site can send a visitor here, but does not know the state of an attempt.
    for (let link = 0; link < 3; link += 1)
      expectPage(await visitCallback(limited.browser(), { code: 'x', state: 'y' }), 400, 'state');
    const denied = { error: 'access_denied', state: (await begin(other)).state };
    expectPage(await visitCallback(other, denied), 400, 'failed');
    expectPage(await visitCallback(other, { code: 'x', state: (await begin(other)).state }), 400, 'failed');
    const query = { code: 'x', state: (await begin(again)).state };
    stub.domain.requests.length = 0;
    const page = await visitCallback(again, query);
    expectPage(page, 429, 'limit');
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(stub.domain.requests).toEqual([]);
    // The attempt remains valid, so that the page can be loaded again.
    expectPage(await visitCallback(again, query), 429, 'limit');
    await limited.close();
  });

  it('is shown if the sign-in began in another browser', async () => {
    const { state } = await begin(stub.service.browser());
    await begin(browser);
    expectPage(await visitCallback(browser, { code: 'x', state }), 400, 'state');
  });

  it('is shown if the attempt’s cookie is missing', async () => {
    const { state } = await begin(browser);
    browser.cookies.clear();
    const page = await visitCallback(browser, { code: 'x', state });
    expectPage(page, 400, 'state');
    expect(page.text).toContain('blocks this site’s cookies');
  });

  it('is shown if the sign-in took more than ten minutes', async () => {
    const { state } = await begin(browser);
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_001);
    const page = await visitCallback(browser, { code: 'x', state }).finally(() => later.mockRestore());
    expectPage(page, 400, 'state');
  });

  it.each([
    ['without a state', {}],
    ['with an unknown state', { state: 'f'.repeat(43) }],
    ['with an error and no state', { error: 'invalid_request', state: undefined }],
  ])('is shown for a callback %s', async (_, query) => {
    await begin(browser);
    expectPage(await visitCallback(browser, { code: 'x', ...query }), 400, 'state');
  });

  it('is shown if five newer attempts have replaced this one', async () => {
    const { state } = await begin(browser);
    for (let more = 0; more < 5; more += 1) await begin(browser);
    expectPage(await visitCallback(browser, { code: 'x', state }), 400, 'state');
  });

  it.each([
    'access_denied',
    'invalid_request',
    'unauthorized_client',
    'invalid_scope',
    'server_error',
    'login_required',
  ])('is shown for the error %s of the hosted pages', async (error) => {
    const { state } = await begin(browser);
    const page = await visitCallback(browser, { error, error_description: 'evil <b>words</b>', state });
    expectPage(page, 400, 'failed');
  });

  it.each<[string, () => [number, unknown]]>([
    ['a code that was used or has expired', () => [400, { error: 'invalid_grant' }]],
    ['a client that Cognito refuses', () => [400, { error: 'invalid_client' }]],
    ['a response without tokens', () => [200, '<html>evil</html>']],
    ['a redirect', () => [302, '']],
    ['a token without a valid signature', () => [200, { access_token: 'eyJ.e30.x', id_token: 'eyJ.e30.x' }]],
  ])('is shown for %s', async (_, answer) => {
    const { state } = await begin(browser);
    stub.domain.answer = answer;
    expectPage(await visitCallback(browser, { code: 'x', state }), 400, 'failed');
    expect(browser.sessionId).toBeUndefined();
  });

  it('is shown for an ID token of another attempt', async () => {
    const { state } = await begin(browser);
    const now = Math.floor(Date.now() / 1000);
    const { issuer, clients } = stub.service.pool;
    const shared = { iss: issuer, sub: 'f3b1', iat: now, exp: now + 60, auth_time: now };
    const access = { client_id: clients.browser.id, token_use: 'access', username: 'alice', jti: 'j' };
    const id = { aud: clients.browser.id, token_use: 'id', 'cognito:username': 'alice', nonce: 'other' };
    stub.domain.answer = () => [
      200,
      { access_token: signClaims({ ...shared, ...access }), id_token: signClaims({ ...shared, ...id }) },
    ];
    expectPage(await visitCallback(browser, { code: 'x', state }), 400, 'failed');
  });

  it.each<[string, () => [number, unknown], boolean]>([
    ['answers 500', () => [500, 'evil'], false],
    ['answers 429', () => [429, {}], false],
    ['does not respond', () => [200, {}], true],
  ])('is shown if the token endpoint %s, and offers to retry by reloading', async (_, answer, hangs) => {
    const { state } = await begin(browser);
    stub.domain.answer = answer;
    stub.domain.hangs = hangs;
    const page = await visitCallback(browser, { code: 'x', state });
    expectPage(page, 503, 'outage');
    expect(page.text).toContain('Reload this page');
    expect(page.headers.get('retry-after')).toBe('5');
    expect([...(browser.cookies.get(PUBLIC_URL)?.keys() ?? [])]).toHaveLength(1);
  });

  it.each([
    ['a hint that is too long', `hint=${'x'.repeat(300)}`],
    ['two providers', 'provider=Acme&provider=evil'],
  ])('is shown for a sign-in with %s', async (_, query) => {
    expectPage(await browser.visit(`/session/sign-in?${query}`), 400, 'other');
  });

  it('is not shown for empty parameters or a repeated returnTo: the sign-in ignores them', async () => {
    const { url } = await browser.visit('/session/sign-in?provider=&hint=&lang=&returnTo=/a&returnTo=/b', {
      until: /authorize/,
    });
    const names = [...new URL(url).searchParams.keys()];
    for (const name of ['identity_provider', 'login_hint', 'lang']) expect(names).not.toContain(name);
  });

  it.each<[Failure, Record<string, string>]>([
    ['state', { state: 'x' }],
    ['failed', { error: 'x' }],
  ])('is in German if the browser prefers it: %s', async (failure, query) => {
    const { state = '' } = await begin(browser);
    const parameters = new URLSearchParams({ state, ...query });
    const page = await browser.call('GET', `/session/callback?${parameters.toString()}`, undefined, {
      accept: 'text/html',
      'accept-language': 'de',
    });
    expect(page.text).toContain(`<h1>${TITLES[failure][1]}</h1>`);
    expect(page.text).toContain('<a href="/account">Zurück zur Anmeldung</a>');
  });
});

describe('the failure page of a sign-in that the service cannot complete', () => {
  it('is shown if the token endpoint refuses connections', async () => {
    const domain = await StubDomain.start();
    const service = await BrowserService.start({ COGNITO_DOMAIN: domain.origin });
    const browser = service.browser();
    const { state } = await begin(browser);
    await domain.close();
    expectPage(await visitCallback(browser, { code: 'x', state }), 503, 'outage');
    await service.close();
  });

  it('is shown if the signing keys cannot be fetched', async () => {
    const service = await BrowserService.start({ COGNITO_JWKS_URI: 'http://127.0.0.1:9/keys' });
    expectPage(await service.signInAtDomain(service.browser(), 'alice'), 503, 'outage');
    await service.close();
  });
});

describeWithRedis('a sign-in while Redis is unavailable', () => {
  it('ends on the failure page, while GET /session without a cookie still answers 200', async () => {
    const redis = await RedisServer.start();
    const service = await BrowserService.start({ REDIS_URL: redis.url, COGNITO_TIMEOUT_MS: '2000' });
    await until('the instance is ready', async () => {
      return (await service.call('/health/ready')).status === 200;
    });
    redis.freeze();
    expectPage(await service.signInAtDomain(service.browser(), 'alice'), 503, 'outage');
    expect(await service.browser().call('GET', '/session')).toMatchObject({
      status: 200,
      body: { signedIn: false },
    });
    redis.thaw();
    await service.close();
    await redis.close();
  });
});
