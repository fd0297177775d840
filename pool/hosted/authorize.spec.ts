import { pkce, REDIRECT } from './domain.client';
import { useHostedPages } from './hosted.fixture';

/**
 * Requests and responses follow
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html,
 * login-endpoint.html and logout-endpoint.html.
 */
describe('the hosted pages of the embedded pool, as AWS documents them', () => {
  const hosted = useHostedPages();

  describe('GET /oauth2/authorize', () => {
    it('redirects to /login with the same parameters', async () => {
      const { url, status } = await hosted.client.authorize({ lang: 'de' });
      expect(status).toBe(200);
      const login = new URL(url);
      expect(login.pathname).toBe('/login');
      expect(login.search).toBe(new URL(hosted.client.authorizeUrl({ lang: 'de' })).search);
    });

    it('redirects to the redirect URI with a code and the state', async () => {
      const answer = await hosted.client.signIn('alice');
      expect(Object.fromEntries(answer)).toEqual({ code: expect.any(String), state: 'the-state' });
    });

    it('does not ask for the password again within an hour, unless prompt=login', async () => {
      await hosted.client.signIn('alice');
      const silent = await hosted.client.authorize({ state: 'second' });
      expect(new URL(silent.url).searchParams.get('state')).toBe('second');
      expect((await hosted.client.authorize({ prompt: 'login' })).text).toContain('name="password"');
    });

    it('answers login_required to prompt=none if nobody is signed in', async () => {
      const { url } = await hosted.client.authorize({ prompt: 'none' });
      expect(new URL(url).searchParams.get('error')).toBe('login_required');
    });

    it.each([
      ['another path', `${REDIRECT}/x`],
      ['a query', `${REDIRECT}?x=1`],
      ['another port', 'http://localhost:3001/session/callback'],
      ['none', undefined],
    ])('never redirects to an unregistered redirect URI: %s', async (_, redirect) => {
      const { status, url, text } = await hosted.client.authorize({ redirect_uri: redirect });
      expect(status).toBe(400);
      expect(text).toContain('redirect_mismatch');
      expect(new URL(url).origin).toBe(hosted.pool.endpoint);
    });

    it('never redirects for an unknown client', async () => {
      expect((await hosted.client.authorize({ client_id: 'unknown' })).status).toBe(400);
    });

    it.each([
      ['no response type', { response_type: undefined }, 'invalid_request'],
      ['another response type', { response_type: 'id_token' }, 'invalid_request'],
      ['the implicit grant', { response_type: 'token' }, 'unauthorized_client'],
      ['an unknown scope', { scope: 'openid everything' }, 'invalid_scope'],
      [
        'PKCE with the plain method',
        { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
        'invalid_request',
      ],
      ['a challenge without a method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    ])('redirects with an error for %s', async (_, parameters, error) => {
      const { url } = await hosted.client.authorize(parameters);
      expect(Object.fromEntries(new URL(url).searchParams)).toEqual({ error, state: 'the-state' });
    });

    it('allows only GET', async () => {
      const response = await fetch(hosted.client.authorizeUrl(), { method: 'POST', redirect: 'manual' });
      expect(response.status).toBe(405);
    });
  });

  describe('/login', () => {
    it('shows Cognito’s message after a wrong password', async () => {
      const page = await hosted.client.authorize();
      const again = await hosted.client.submit(page, { username: 'alice', password: 'wrong' });
      expect(again.status).toBe(200);
      expect(again.text).toContain('Incorrect username or password.');
    });

    it('fills in the username from login_hint, escaped', async () => {
      const { text } = await hosted.client.authorize({ login_hint: '"><script>alert(1)</script>' });
      expect(text).not.toContain('<script>');
      expect(text).toContain('value="&quot;&gt;&lt;script&gt;');
    });

    it('refuses a form from another site', async () => {
      const page = await hosted.client.authorize();
      const forged = await hosted.client.submit(page, {
        username: 'alice',
        password: hosted.pool.passwords.alice ?? '',
        _csrf: 'f'.repeat(32),
      });
      expect(forged.status).toBe(200);
      expect(new URL(forged.url).origin).toBe(hosted.pool.endpoint);
    });
  });

  describe('GET /logout', () => {
    const logout = (parameters: Record<string, string>) =>
      hosted.client.browser.visit(
        `${hosted.pool.endpoint}/logout?${new URLSearchParams(parameters).toString()}`,
        {
          until: /^http:\/\/localhost:3000\//,
        },
      );

    it('ends the session of the domain and redirects to the registered logout_uri', async () => {
      await hosted.client.signIn('alice');
      const { url } = await logout({
        client_id: hosted.pool.clients.browser.id,
        logout_uri: 'http://localhost:3000/account',
      });
      expect(url).toBe('http://localhost:3000/account');
      expect((await hosted.client.authorize()).text).toContain('name="password"');
    });

    it('passes a state on to the logout_uri', async () => {
      const { url } = await logout({
        client_id: hosted.pool.clients.browser.id,
        logout_uri: 'http://localhost:3000/account',
        state: 'mine',
      });
      expect(url).toBe('http://localhost:3000/account?state=mine');
    });

    it('redirects to the sign-in form if redirect_uri and response_type are given', async () => {
      await hosted.client.signIn('alice');
      const { url, text } = await logout({
        client_id: hosted.pool.clients.browser.id,
        redirect_uri: REDIRECT,
        response_type: 'code',
      });
      expect(new URL(url).pathname).toBe('/login');
      expect(text).toContain('name="password"');
    });

    it.each([
      ['a missing client', { logout_uri: 'http://localhost:3000/account' }, 'client_id'],
      ['a missing URI', { client_id: 'browser' }, "Required String parameter 'redirect_uri' is not present"],
      ['an unregistered URI', { client_id: 'browser', logout_uri: 'https://x.example' }, 'redirect_mismatch'],
    ])('shows an error page for %s', async (_, parameters, words) => {
      const named =
        'client_id' in parameters ? { ...parameters, client_id: hosted.pool.clients.browser.id } : parameters;
      const { status, text } = await logout(named);
      expect(status).toBe(400);
      expect(text.replaceAll('&#39;', "'")).toContain(words);
    });
  });

  it('issues a code that can be redeemed only with its PKCE verifier', async () => {
    const { verifier, challenge } = pkce();
    const answer = await hosted.client.signIn('alice', {
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const form = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: REDIRECT };
    const { status } = await hosted.client.post('/oauth2/token', { ...form, code_verifier: verifier });
    expect(status).toBe(200);
  });
});
