import type { Browser } from './browser';
import { BrowserService, PUBLIC_URL } from './browser.service';

const FOREIGN: [string, Record<string, string | undefined>][] = [
  ['without the header X-Lifeguard', { 'x-lifeguard': undefined }],
  ['with another value of X-Lifeguard', { 'x-lifeguard': 'true' }],
  ['from another site', { 'sec-fetch-site': 'cross-site' }],
  ['from another origin of the same site', { 'sec-fetch-site': 'same-site' }],
  ['from the address bar', { 'sec-fetch-site': 'none' }],
  ['with the Origin of another port', { origin: 'http://localhost:3001' }],
  ['with the Origin null', { origin: 'null' }],
  ['with an Origin that only begins like ours', { origin: `${PUBLIC_URL}.evil.example` }],
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
    it.each(FOREIGN)('is refused %s', async (_, headers) => {
      const answer = await browser.call(method, path, body, headers);
      expect(answer).toMatchObject({ status: 403, body: { code: 'csrf', status: 403 } });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('set-cookie')).toBeNull();
    });

    it('is refused with a token beside the cookie', async () => {
      const answer = await browser.call(method, path, body, { authorization: 'Bearer x' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    });

    it('has no CORS headers, not even for an origin of CORS_ORIGINS', async () => {
      const answer = await browser.call(method, path, body, { origin: 'https://partner.example' });
      expect(answer.status).toBe(403);
      const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(names).toEqual([]);
    });
  });

  it.each(['/session', '/session/api/me', '/session/sign-out'])(
    'get no preflight granted for %s',
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

  it('have changed nothing: the session still answers', async () => {
    expect(await browser.call('GET', '/session/api/whoami')).toMatchObject({ status: 200 });
  });

  it('may be older browsers that send neither Sec-Fetch-Site nor Origin, as long as they send the header', async () => {
    const answer = await browser.call('GET', '/session/api/whoami', undefined, {
      'sec-fetch-site': undefined,
      origin: undefined,
    });
    expect(answer.status).toBe(200);
  });

  it('never act by the cookie outside /session', async () => {
    for (const path of ['/whoami', '/me', '/users'])
      expect(await browser.call('GET', path)).toMatchObject({ status: 401, body: { code: 'token_missing' } });
  });

  it('cannot start a sign-in with a token', async () => {
    for (const path of ['/session/sign-in', '/session/callback'])
      expect(await browser.call('GET', path, undefined, { authorization: 'Bearer x' })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
  });
});
