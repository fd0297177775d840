import type { Browser } from '../browser/browser';
import { BrowserService } from '../browser/browser.service';
import { exchange, type RawAnswer } from './raw-socket';

const NAME = '__Host-Http-lifeguard';
const OURS = ['X-Lifeguard: 1', 'Sec-Fetch-Site: same-origin', 'Origin: http://localhost:3000'];

let service: BrowserService;
let alice: Browser;

beforeAll(async () => {
  service = await BrowserService.start();
  alice = await service.signedIn('alice');
});
afterAll(() => service.close());

/** Sends exactly one request; strings are latin1, like headers on the wire. */
async function ask(line: string, ...headers: string[]): Promise<RawAnswer> {
  const head = [`${line} HTTP/1.1`, 'Host: lifeguard.test', 'Connection: close', ...headers, '', ''];
  const [answer] = await exchange(service.url, Buffer.from(head.join('\r\n'), 'latin1'), 1);
  if (!answer) throw new Error('no answer');
  return answer;
}
const session = (cookie: string) => ask('GET /session', ...OURS, `Cookie: ${cookie}`);

describe('a cookie that another host of the site has set', () => {
  // Browsers compare the prefix case-sensitively, so these names are not protected by it.
  it.each([
    ['a no-break space before it', (pair: string) => `\xa0${pair}`],
    ['a no-break space after it', (pair: string) => pair.replace('=', '\xa0=')],
    ['the UTF-8 of a no-break space before it', (pair: string) => `\xc2\xa0${pair}`],
    ['the UTF-8 of an en quad before it', (pair: string) => `\xe2\x80\x80${pair}`],
    ['a next-line character before it', (pair: string) => `\x85${pair}`],
    ['another case', (pair: string) => pair.replace('__Host-Http', '__host-http')],
    ['the older prefix', (pair: string) => pair.replace('__Host-Http', '__Host')],
    ['no prefix', (pair: string) => pair.replace('__Host-Http-', '')],
    ['percent-encoding', (pair: string) => pair.replace('__Host', '%5F%5FHost')],
    ['quotes around the pair', (pair: string) => `"${pair}"`],
    ['an attribute of RFC 2965 before it', (pair: string) => `$Version=1, ${pair}`],
  ])('is not the session cookie with %s', async (_, spelled) => {
    const cookie = spelled(`${NAME}=${alice.sessionId}`);
    const answer = await session(cookie);
    expect(JSON.parse(answer.body)).toEqual({ signedIn: false });
    expect(answer.headers.get('set-cookie')).toBeNull();
    const call = await ask('GET /session/api/whoami', ...OURS, `Cookie: ${cookie}`);
    expect(JSON.parse(call.body)).toMatchObject({ status: 401, code: 'token_missing' });
  });

  it('does not take the place of the session cookie, before or after it', async () => {
    const [own, foreign] = [`${NAME}=${alice.sessionId}`, `\xa0${NAME}=${'x'.repeat(43)}`];
    for (const cookie of [`${own}; ${foreign}`, `${foreign}; ${own}`])
      expect(JSON.parse((await session(cookie)).body)).toMatchObject({ username: 'alice' });
  });

  it('is not the cookie of a sign-in attempt', async () => {
    const { headers } = await service.call('/session/sign-in');
    const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
    const state = new URL(headers.get('location') ?? '').searchParams.get('state');
    const answer = await ask(`GET /session/callback?code=x&state=${state}`, `Cookie: \xa0${cookie}`);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 400, code: 'sign_in_state' });
  });
});

describe('two session cookies in one request', () => {
  it('open nothing, whichever comes first, in one header or two', async () => {
    const [own, other] = [`${NAME}=${alice.sessionId}`, `${NAME}=${'x'.repeat(43)}`];
    for (const cookies of [[`${own}; ${other}`], [`${other}; ${own}`], [own, other], [other, own]]) {
      const lines = cookies.map((cookie) => `Cookie: ${cookie}`);
      const answer = await ask('GET /session/api/whoami', ...OURS, ...lines);
      expect(JSON.parse(answer.body)).toMatchObject({ status: 401, code: 'session_ended' });
    }
  });
});

describe('other methods under /session', () => {
  const cookie = () => `Cookie: ${NAME}=${alice.sessionId}`;

  it('HEAD has the same checks as GET', async () => {
    for (const path of ['/session', '/session/tokens', '/session/api/whoami']) {
      const foreign = await alice.call('HEAD', path, undefined, { 'x-lifeguard': undefined });
      expect(foreign).toMatchObject({ status: 403, text: '' });
      expect(await alice.call('HEAD', path)).toMatchObject({ status: 200, text: '' });
    }
  });

  it('a method is not taken from a header', async () => {
    const override = ['X-HTTP-Method-Override: POST', 'X-Method-Override: POST', 'X-HTTP-Method: POST'];
    await ask('GET /session/api/me/sign-out', cookie(), ...OURS, ...override);
    expect(await ask('GET /session/api/whoami', cookie(), ...OURS)).toMatchObject({ status: 200 });
  });

  it('an upgrade is ignored, and the call has the same checks', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const upgraded = async (...headers: string[]) => {
      const head = ['GET /session/api/whoami HTTP/1.1', 'Host: x', cookie(), ...upgrade, ...headers, '', ''];
      return (await exchange(service.url, head.join('\r\n'), 1))[0];
    };
    expect(await upgraded()).toMatchObject({ status: 403 });
    expect(await upgraded(...OURS)).toMatchObject({ status: 200 });
  });
});

describe('headers of a session call that claim another caller', () => {
  it.each(['Authorization: ', 'Authorization: Bearer x', 'Authorization: Basic YTpi'])(
    '%j is refused together with the cookie',
    async (header) => {
      const answer = await ask(
        'GET /session/api/whoami',
        `Cookie: ${NAME}=${alice.sessionId}`,
        ...OURS,
        header,
      );
      expect(JSON.parse(answer.body)).toMatchObject({ status: 400, code: 'invalid_request' });
    },
  );

  it.each([
    'Proxy-Authorization: Bearer x',
    'Connection: authorization, cookie, x-lifeguard',
    'X-Original-URL: /users',
    'X-Rewrite-URL: /users',
    'X-Forwarded-Prefix: /session/api',
    'X-Forwarded-Host: evil.example',
    'Forwarded: for=127.0.0.1;host=evil.example',
  ])('%s changes nothing', async (header) => {
    const answer = await ask(
      'GET /session/api/whoami',
      `Cookie: ${NAME}=${alice.sessionId}`,
      ...OURS,
      header,
    );
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([200, { username: 'alice' }]);
  });

  it('a second X-Lifeguard, Origin or Sec-Fetch-Site is refused', async () => {
    for (const header of ['X-Lifeguard: 1', 'Origin: https://evil.example', 'Sec-Fetch-Site: cross-site']) {
      const answer = await ask(
        'GET /session/api/whoami',
        `Cookie: ${NAME}=${alice.sessionId}`,
        ...OURS,
        header,
      );
      expect(JSON.parse(answer.body)).toMatchObject({ status: 403, code: 'csrf' });
    }
  });
});

describe('every answer under /session', () => {
  it.each([
    ['GET', '/session', 200],
    ['GET', '/session/tokens', 200],
    ['GET', '/session/api/whoami', 200],
    ['GET', '/session/api/users', 403],
    ['GET', '/session/api/nothing', 404],
    ['DELETE', '/session/api/whoami', 405],
    ['GET', '/session/sign-in', 302],
    ['GET', '/session/callback', 303],
    ['POST', '/session', 400],
    ['POST', '/session/challenge', 400],
    ['POST', '/session/sign-out', 400],
    ['GET', '/session/nothing', 404],
  ])('must not be stored: %s %s', async (method, path, status) => {
    const answer = await alice.call(method, path, method === 'POST' ? { unknown: 1 } : undefined);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([status, 'no-store']);
  });
});

describe('a callback with parameters that the hosted pages do not send', () => {
  const begin = async (browser: Browser): Promise<string> => {
    const { url } = await browser.visit('/session/sign-in', { until: /authorize/ });
    return new URL(url).searchParams.get('state') ?? '';
  };

  it.each([
    ['a code of 10,000 characters', `code=${'x'.repeat(10_000)}`],
    ['two codes', 'code=x&code=y'],
    ['two errors', 'error=x&error=y&code=z'],
    ['no code', ''],
    ['an empty code', 'code='],
  ])('is 400 sign_in_failed with %s', async (_, query) => {
    const browser = service.browser();
    const state = await begin(browser);
    const answer = await browser.call('GET', `/session/callback?state=${state}&${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'sign_in_failed' } });
    expect(browser.cookies.get('http://localhost:3000')?.size).toBe(0);
  });

  it.each([
    ['two states', (state: string) => `state=${state}&state=${state}`],
    ['a state of 10,000 characters', () => `state=${'x'.repeat(10_000)}`],
    ['no state', () => ''],
    ['the state in an array', (state: string) => `state[]=${state}`],
  ])('is 400 sign_in_state with %s', async (_, query) => {
    const browser = service.browser();
    const state = await begin(browser);
    const answer = await browser.call('GET', `/session/callback?code=x&${query(state)}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'sign_in_state' } });
  });
});
