import type { Browser } from './browser';
import { BrowserService, PUBLIC_URL } from './browser.service';

const CROSS_SITE: [string, Record<string, string | undefined>][] = [
  ['without the header X-Lifeguard', { 'x-lifeguard': undefined }],
  ['with another value of X-Lifeguard', { 'x-lifeguard': 'true' }],
  ['from another site', { 'sec-fetch-site': 'cross-site' }],
  ['from another origin of the same site', { 'sec-fetch-site': 'same-site' }],
  ['from the address bar', { 'sec-fetch-site': 'none' }],
  ['with the Origin of another port', { origin: 'http://localhost:3001' }],
  ['with the Origin null', { origin: 'null' }],
  ['with an Origin that only starts with ours', { origin: `${PUBLIC_URL}.evil.example` }],
];

const ROUTES: [string, string, unknown?][] = [
  ['GET', '/session'],
  ['GET', '/session/tokens'],
  ['POST', '/session', { username: 'alice', password: 'wrong' }],
  ['POST', '/session/challenge', { challenge: 'SMS_MFA', session: 's', username: 'alice', responses: {} }],
  ['POST', '/session/sign-out'],
  ['POST', '/session/sign-up/resend', { username: 'alice' }],
  ['GET', '/session/api/whoami'],
  ['POST', '/session/api/me/sign-out'],
];

describe('requests that may come from another site', () => {
  let service: BrowserService;
  let browser: Browser;

  beforeAll(async () => {
    service = await BrowserService.start({ CORS_ORIGINS: 'https://partner.example' });
    browser = await service.signedIn('alice');
  });
  afterAll(() => service.close());

  describe.each(ROUTES)('%s %s', (method, path, body) => {
    it.each(CROSS_SITE)('answers 403 csrf to a request %s', async (_, headers) => {
      const answer = await browser.call(method, path, body, headers);
      expect(answer).toMatchObject({ status: 403, body: { code: 'csrf', status: 403 } });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('set-cookie')).toBeNull();
    });

    it('answers 400 to a request with a token in addition to the cookie', async () => {
      const answer = await browser.call(method, path, body, { authorization: 'Bearer x' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    });

    it('answers without CORS headers, even to an origin of CORS_ORIGINS', async () => {
      const answer = await browser.call(method, path, body, { origin: 'https://partner.example' });
      expect(answer.status).toBe(403);
      const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(names).toEqual([]);
    });
  });

  it.each(['/session', '/session/api/me', '/session/sign-out'])(
    'are not allowed by a preflight for %s',
    async (path) => {
      const answer = await browser.call('OPTIONS', path, undefined, {
        origin: 'https://partner.example',
        'sec-fetch-site': 'cross-site',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-lifeguard',
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('do not end the session', async () => {
    expect(await browser.call('GET', '/session/api/whoami')).toMatchObject({ status: 200 });
  });

  it('are told apart from an older browser by X-Lifeguard alone: Sec-Fetch-Site and Origin are optional', async () => {
    const answer = await browser.call('GET', '/session/api/whoami', undefined, {
      'sec-fetch-site': undefined,
      origin: undefined,
    });
    expect(answer.status).toBe(200);
  });

  it('are not authenticated by the cookie outside /session', async () => {
    for (const path of ['/whoami', '/me', '/users'])
      expect(await browser.call('GET', path)).toMatchObject({ status: 401, body: { code: 'token_missing' } });
  });

  it('cannot start or finish a sign-in if they carry a token', async () => {
    for (const path of ['/session/sign-in', '/session/callback'])
      expect(await browser.call('GET', path, undefined, { authorization: 'Bearer x' })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
  });
});
