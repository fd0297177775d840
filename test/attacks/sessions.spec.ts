import { BrowserService } from '../browser/browser.service';
import { exchange, get } from './raw-socket';

const PARTNER = 'https://partner.example';
const ATTEMPT = '__Host-Http-lifeguard-attempt-';

let service: BrowserService;

beforeAll(async () => {
  service = await BrowserService.start({ CORS_ORIGINS: PARTNER });
});
afterAll(() => service.close());

const ask = async (path: string, ...headers: string[]) => {
  const [answer] = await exchange(service.url, get(path, 'Connection: close', ...headers), 1);
  if (!answer) throw new Error('no answer');
  return answer;
};

describe('every spelling of an address under /session', () => {
  it.each([
    '/session',
    '/%73ession',
    '/sess%69on/tokens',
    'http://lifeguard.test/session',
    '/session/nothing',
  ])('has no CORS headers: %s', async (path) => {
    const { status, headers } = await ask(path, `Origin: ${PARTNER}`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    '/session/api/auth/sign-in',
    '/session/api/%61uth/sign-in',
    '/session/api/%2561uth/sign-in',
    '/session/api//auth/sign-in',
    '/session/api/./auth/sign-in',
    '/session/api/users/../auth/sign-in',
    '/session/api/%2e%2e/auth/sign-in',
    '/session/api/session',
    '/session/api/%73ession/tokens',
    '/session/api/session/api/whoami',
    '/session/api/http://lifeguard.test/auth/sign-in',
    'http://lifeguard.test/session/api/session/tokens',
    '/SESSION/api/whoami',
    '/%73ession/api/whoami',
  ])('reaches no route that could return a token: %s', async (path) => {
    const browser = await service.signedInWithForm('alice');
    const cookie = `Cookie: __Host-Http-lifeguard=${browser.sessionId}`;
    const answer = await ask(path, cookie, 'X-Lifeguard: 1', 'Sec-Fetch-Site: same-origin');
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([404, { code: 'route_not_found' }]);
  });

  it('is routed as a session call in absolute form too (RFC 9112 section 3.2.2)', async () => {
    const browser = await service.signedInWithForm('alice');
    const cookie = `Cookie: __Host-Http-lifeguard=${browser.sessionId}`;
    const path = 'http://lifeguard.test/session/api/whoami';
    expect(await ask(path, cookie, 'X-Lifeguard: 1')).toMatchObject({ status: 200 });
    expect(await ask(path, cookie)).toMatchObject({ status: 403 });
  });
});

describe('hundreds of forged cookies of sign-in attempts', () => {
  /** Begins with the id of the key, which every attempt contains, so that each would be decrypted. */
  async function forgedCookies(count: number): Promise<string> {
    const { headers } = await fetch(`${service.url}/session/sign-in`, { redirect: 'manual' });
    const [value = ''] = headers
      .getSetCookie()
      .map((each) => each.slice(each.indexOf('=') + 1, each.indexOf(';')));
    const forged = Buffer.concat([Buffer.from(value, 'base64url').subarray(0, 4), Buffer.alloc(28)]);
    return Array.from(
      { length: count },
      (_, index) => `${ATTEMPT}${String(index).padStart(12, '0')}=${forged.toString('base64url')}`,
    ).join('; ');
  }

  it('cost no more than a few, and the answer deletes no more than a few', async () => {
    const cookie = await forgedCookies(330);
    const begin = (header: string) =>
      fetch(`${service.url}/session/sign-in`, { redirect: 'manual', headers: { cookie: header } });
    const { status, headers } = await begin(cookie);
    expect(status).toBe(302);
    expect(headers.getSetCookie().length).toBeLessThanOrEqual(20);
  });

  it.each(['x', '', '__proto__', 'a b', '000000000000=x, evil'])(
    'are not written back under the unknown name %j',
    async (name) => {
      const cookie = Array.from({ length: 8 }, () => `${ATTEMPT}${name}=x`).join('; ');
      const { headers } = await fetch(`${service.url}/session/sign-in`, {
        redirect: 'manual',
        headers: { cookie },
      });
      const names = headers.getSetCookie().map((each) => each.slice(0, each.indexOf('=')));
      expect(names.filter((each) => !/^__Host-Http-lifeguard-attempt-[\w-]{12}$/.test(each))).toEqual([]);
    },
  );
});

describe('a body sent to /session by a client that may not sign in there', () => {
  const head = (...headers: string[]) =>
    [
      'POST /session HTTP/1.1',
      'Host: lifeguard.test',
      'Content-Type: application/json',
      'Content-Length: 1000000',
      'Expect: 100-continue',
      ...headers,
      '',
      '',
    ].join('\r\n');
  /** The answer before a byte of the body is sent. */
  const answer = async (url: string, ...headers: string[]) => (await exchange(url, head(...headers), 1))[0];

  it.each([
    ['from another site', ['X-Lifeguard: 1', 'Sec-Fetch-Site: cross-site'], 403],
    ['without the header', [], 403],
    ['with a token', ['X-Lifeguard: 1', 'Authorization: Bearer x'], 400],
  ] as [string, string[], number][])('is not read %s', async (_, headers, status) => {
    expect(await answer(service.url, ...headers)).toMatchObject({ status });
  });

  it('is not read beyond the rate limit of the address, which requests from other sites do not use up', async () => {
    const limited = await BrowserService.start({ AUTH_RATE_LIMIT: '2/60' });
    try {
      for (let count = 0; count < 5; count += 1)
        expect(await answer(limited.url)).toMatchObject({ status: 403 });
      const statuses = [];
      for (let count = 0; count < 3; count += 1)
        statuses.push((await answer(limited.url, 'X-Lifeguard: 1'))?.status);
      expect(statuses).toEqual([100, 100, 429]);
    } finally {
      await limited.close();
    }
  });
});
