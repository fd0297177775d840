import { randomUUID, sign } from 'node:crypto';
import { rsaKeyPair } from '../../packages/auth/src/testing/key-pair';
import { signClaims } from '../../pool/signing-key';
import type { Browser, Visit } from './browser';
import { BrowserService } from './browser.service';
import { useStubDomain } from './stub-domain.fixture';

describe('GET /session/callback (on the wire; the token endpoint is a stub)', () => {
  const stub = useStubDomain();

  /** Begins a sign-in. Returns the parameters that the hosted pages get. */
  const begin = async (browser: Browser, query = ''): Promise<URLSearchParams> => {
    const { url } = await browser.visit(`/session/sign-in${query}`, { until: /authorize/ });
    return new URL(url).searchParams;
  };
  const visitCallback = (browser: Browser, query: Record<string, string>): Promise<Visit> =>
    browser.visit(`/session/callback?${new URLSearchParams(query).toString()}`, { until: /account$/ });

  const claims = () => {
    const now = Math.floor(Date.now() / 1000);
    const { issuer, clients } = stub.service.pool;
    return {
      iss: issuer,
      sub: 'f3b1',
      iat: now,
      exp: now + 3600,
      auth_time: now,
      origin_jti: 'the-sign-in',
      client: clients.browser.id,
    };
  };
  const accessToken = (overrides: Record<string, unknown> = {}): string => {
    const { client, ...shared } = claims();
    const scope = 'openid aws.cognito.signin.user.admin';
    return signClaims({
      ...shared,
      client_id: client,
      token_use: 'access',
      username: 'alice',
      scope,
      jti: randomUUID(),
      ...overrides,
    });
  };
  const idToken = (overrides: Record<string, unknown> = {}): string => {
    const { client, ...shared } = claims();
    return signClaims({ ...shared, aud: client, token_use: 'id', 'cognito:username': 'alice', ...overrides });
  };
  const tokens = (overrides: Record<string, unknown>) => ({
    access_token: accessToken(),
    refresh_token: 'opaque',
    token_type: 'Bearer',
    expires_in: 3600,
    ...overrides,
  });

  it('redeems the code with Basic authentication, the exact redirect URI and the verifier', async () => {
    const browser = stub.service.browser();
    const { state, nonce } = Object.fromEntries(await begin(browser)) as { state: string; nonce: string };
    stub.domain.answer = () => [200, tokens({ id_token: idToken({ nonce }) })];
    expect((await visitCallback(browser, { code: 'the-code', state })).status).toBe(303);
    const [{ headers, form } = { headers: {}, form: new URLSearchParams() }] = stub.domain.requests;
    const { id, secret } = stub.service.pool.clients.browser;
    expect(headers.authorization).toBe(`Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      client_id: id,
      code: 'the-code',
      redirect_uri: 'http://localhost:3000/session/callback',
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect((await browser.call('GET', '/session')).body).toMatchObject({ signedIn: true, username: 'alice' });
  });

  it('answers 400 sign_in_state without the cookie of its attempt and redeems nothing', async () => {
    const params = await begin(stub.service.browser());
    const answer = await stub.service
      .browser()
      .call('GET', `/session/callback?code=x&state=${params.get('state')}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'sign_in_state' } });
    expect(stub.domain.requests).toEqual([]);
  });

  it('redeems nothing on a repeated visit: a signed-in browser goes to /account, others get 400', async () => {
    const browser = stub.service.browser();
    const params = await begin(browser);
    stub.domain.answer = () => [200, tokens({ id_token: idToken({ nonce: params.get('nonce') }) })];
    const query = { code: 'x', state: params.get('state') ?? '' };
    await visitCallback(browser, query);
    const id = browser.sessionId;
    const again = await visitCallback(browser, query);
    expect(again).toMatchObject({ status: 303, url: 'http://localhost:3000/account' });
    expect(browser.sessionId).toBe(id);
    expect(stub.domain.requests).toHaveLength(1);
    browser.setCookie('__Host-Http-lifeguard', 'x'.repeat(43));
    expect((await visitCallback(browser, query)).status).toBe(400);
  });

  it('answers an error of the hosted pages with our own text, logs theirs, and ends the attempt', async () => {
    const browser = stub.service.browser();
    const params = await begin(browser);
    const description = '<script>alert(1)</script> secret reason';
    const visit = await visitCallback(browser, {
      error: 'access_denied',
      error_description: description,
      state: params.get('state') ?? '',
    });
    expect(visit.status).toBe(400);
    expect(visit.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(visit.text).toContain('You were not signed in');
    expect(visit.text).toContain('href="/account"');
    expect(visit.text).not.toMatch(/script|secret reason|access_denied/);
    expect(visit.headers.get('content-security-policy')).toContain("default-src 'none'");
    const log = stub.service.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(log.findLast(({ msg }) => msg === 'sign-in failed')).toMatchObject({
      code: 'sign_in_failed',
      error: 'access_denied',
      errorDescription: description,
    });
    expect(browser.cookies.get('http://localhost:3000')?.size).toBe(0);
  });

  it('answers a failure with a problem document unless HTML is accepted, and in German if preferred', async () => {
    const browser = stub.service.browser();
    const callback = async (headers: Record<string, string>) => {
      const params = await begin(browser);
      return browser.call(
        'GET',
        `/session/callback?error=x&state=${params.get('state')}`,
        undefined,
        headers,
      );
    };
    expect(await callback({})).toMatchObject({ status: 400, body: { code: 'sign_in_failed' } });
    const page = await callback({ accept: 'text/html', 'accept-language': 'de-CH,de;q=0.9,en;q=0.5' });
    expect(page.text).toContain('<html lang="de">');
    expect(page.text).toContain('Sie wurden nicht angemeldet');
  });

  const now = () => Math.floor(Date.now() / 1000);
  const foreignKey = rsaKeyPair().privateKey;
  const forged = (token: string): string => {
    const [head, payload] = token.split('.');
    const signature = sign('RSA-SHA256', Buffer.from(`${head}.${payload}`), foreignKey);
    return `${head}.${payload}.${signature.toString('base64url')}`;
  };
  const failures: [string, (nonce: string) => [number, unknown]][] = [
    ['a code that Cognito refuses', () => [400, { error: 'invalid_grant' }]],
    ['a client that Cognito refuses', () => [400, { error: 'invalid_client' }]],
    ['a response that is not JSON', () => [200, '<html>']],
    ['a response without an ID token', () => [200, tokens({})]],
    ['an ID token with another nonce', () => [200, tokens({ id_token: idToken({ nonce: 'other' }) })]],
    ['an ID token without a nonce', () => [200, tokens({ id_token: idToken() })]],
    [
      'an ID token for another client',
      (nonce) => [200, tokens({ id_token: idToken({ nonce, aud: 'other' }) })],
    ],
    [
      'an ID token of another issuer',
      (nonce) => [200, tokens({ id_token: idToken({ nonce, iss: 'https://x' }) })],
    ],
    [
      'an ID token of another sign-in',
      (nonce) => [200, tokens({ id_token: idToken({ nonce, origin_jti: 'another' }) })],
    ],
    ['an expired ID token', (nonce) => [200, tokens({ id_token: idToken({ nonce, exp: now() - 60 }) })]],
    [
      'an ID token of another person',
      (nonce) => [200, tokens({ id_token: idToken({ nonce, sub: 'f3b2' }) })],
    ],
    [
      'an ID token for another access token',
      (nonce) => [200, tokens({ id_token: idToken({ nonce, at_hash: 'x' }) })],
    ],
    [
      'an ID token signed with another key',
      (nonce) => [200, tokens({ id_token: forged(idToken({ nonce })) })],
    ],
    [
      'an access token instead of the ID token',
      (nonce) => [200, tokens({ id_token: accessToken({ nonce }) })],
    ],
    [
      'an access token signed with another key',
      (nonce) => [200, tokens({ id_token: idToken({ nonce }), access_token: forged(accessToken()) })],
    ],
    [
      'an access token of another client',
      (nonce) => [
        200,
        tokens({
          id_token: idToken({ nonce }),
          access_token: accessToken({ client_id: stub.service.pool.clients.public.id }),
        }),
      ],
    ],
    [
      'a token of a machine',
      (nonce) => [
        200,
        tokens({
          id_token: idToken({ nonce, sub: stub.service.pool.clients.browser.id }),
          access_token: accessToken({ username: undefined, sub: stub.service.pool.clients.browser.id }),
        }),
      ],
    ],
  ];
  it.each(failures)('answers 400 sign_in_failed to %s and starts no session', async (_, answer) => {
    const browser = stub.service.browser();
    const params = await begin(browser);
    stub.domain.answer = () => answer(params.get('nonce') ?? '');
    const query = `/session/callback?code=x&state=${params.get('state')}`;
    expect(await browser.call('GET', query)).toMatchObject({ status: 400, body: { code: 'sign_in_failed' } });
    expect(browser.cookies.get('http://localhost:3000')?.size).toBe(0);
  });

  it.each([
    ['a 500', () => [500, '<html>'] as [number, unknown], false],
    ['a 429', () => [429, {}] as [number, unknown], false],
    ['no response in time', () => [200, {}] as [number, unknown], true],
  ])(
    'answers 503 to %s from the token endpoint, and the attempt can be repeated',
    async (_, answer, hangs) => {
      const browser = stub.service.browser();
      const params = await begin(browser);
      stub.domain.answer = answer;
      stub.domain.hangs = hangs;
      const query = `/session/callback?code=x&state=${params.get('state')}`;
      const failed = await browser.call('GET', query);
      expect(failed).toMatchObject({ status: 503, body: { code: 'cognito_unavailable' } });
      expect(failed.headers.get('retry-after')).toBe('5');
      stub.domain.hangs = false;
      stub.domain.answer = () => [200, tokens({ id_token: idToken({ nonce: params.get('nonce') }) })];
      expect((await browser.call('GET', query)).status).toBe(303);
    },
  );

  it('accepts access and ID tokens of 15 KB and still sets a short cookie', async () => {
    const browser = stub.service.browser();
    const params = await begin(browser);
    const large = 'x'.repeat(11_000);
    stub.domain.answer = () => [
      200,
      tokens({
        access_token: accessToken({ large }),
        id_token: idToken({ nonce: params.get('nonce'), large }),
      }),
    ];
    expect((await visitCallback(browser, { code: 'x', state: params.get('state') ?? '' })).status).toBe(303);
    expect(browser.sessionId?.length).toBeLessThanOrEqual(64);
    expect(await browser.call('GET', '/session/api/whoami')).toMatchObject({ status: 200 });
  });

  it('answers 400 sign_in_state if the attempt’s cookie was modified', async () => {
    const browser = stub.service.browser();
    const params = await begin(browser);
    const [name = '', cookie] = [...(browser.cookies.get('http://localhost:3000') ?? [])][0] ?? [];
    const value = cookie?.value ?? '';
    browser.setCookie(name, value.slice(0, -2) + (value.endsWith('A') ? 'BB' : 'AA'));
    const answer = await browser.call('GET', `/session/callback?code=x&state=${params.get('state')}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'sign_in_state' } });
    expect(stub.domain.requests).toEqual([]);
  });

  it('logs no codes, verifiers, tokens or cookies', () => {
    const log = stub.service.log.join('\n');
    expect(log).not.toContain('eyJ');
    expect(log).not.toContain('the-code');
    expect(log).not.toMatch(/[\w-]{43}/);
  });
});

describe('GET /session/sign-in without COGNITO_DOMAIN', () => {
  it('redirects to /account', async () => {
    const service = await BrowserService.start({ COGNITO_DOMAIN: '' });
    const response = await service.call('/session/sign-in?returnTo=/x');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/account');
    expect(response.headers.getSetCookie()).toEqual([]);
    const browser = await service.signedInWithForm('alice');
    expect((await browser.call('POST', '/session/sign-out')).body).toEqual({ next: '/account' });
    await service.close();
  });
});
