import { createHash } from 'node:crypto';
import { AdminDisableUserCommand, AdminEnableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { startEmbeddedPool } from '../embedded-pool';
import { claimsOf, clientFor } from '../spec.support';
import { DomainClient, pkce, REDIRECT } from './domain.client';
import { useHostedPages } from './hosted.fixture';

/**
 * Requests and responses follow
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html,
 * revocation-endpoint.html and userinfo-endpoint.html.
 */
describe('the OAuth endpoints of the embedded pool, as AWS documents them', () => {
  const hosted = useHostedPages();

  const codeForm = async (parameters: Record<string, string> = {}): Promise<Record<string, string>> => ({
    grant_type: 'authorization_code',
    code: (await hosted.client.signIn('alice', parameters)).get('code') ?? '',
    redirect_uri: REDIRECT,
  });

  describe('POST /oauth2/token with authorization_code', () => {
    it('returns access, ID and refresh tokens with the scope, nonce and at_hash of the request', async () => {
      const { status, body } = await hosted.client.post('/oauth2/token', await codeForm({ nonce: 'n-1' }));
      expect(status).toBe(200);
      expect(body).toEqual({
        access_token: expect.any(String),
        id_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 3600,
      });
      const [access, id] = [claimsOf(String(body.access_token)), claimsOf(String(body.id_token))];
      expect(access).toMatchObject({
        token_use: 'access',
        client_id: hosted.pool.clients.browser.id,
        scope: 'openid email',
        username: 'alice',
      });
      const hash = createHash('sha256').update(String(body.access_token)).digest().subarray(0, 16);
      expect(id).toMatchObject({
        token_use: 'id',
        aud: hosted.pool.clients.browser.id,
        nonce: 'n-1',
        at_hash: hash.toString('base64url'),
        sub: access.sub,
        origin_jti: access.origin_jti,
      });
    });

    it('returns no ID token without the scope openid', async () => {
      const { body } = await hosted.client.post('/oauth2/token', await codeForm({ scope: 'email' }));
      expect(body).not.toHaveProperty('id_token');
    });

    it('accepts a code only once', async () => {
      const form = await codeForm();
      expect((await hosted.client.post('/oauth2/token', form)).status).toBe(200);
      expect(await hosted.client.post('/oauth2/token', form)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    });

    it('invalidates a code at the first failed attempt to redeem it', async () => {
      const { challenge, verifier } = pkce();
      const form = await codeForm({ code_challenge: challenge, code_challenge_method: 'S256' });
      const wrong = await hosted.client.post('/oauth2/token', { ...form, code_verifier: pkce().verifier });
      expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      const right = await hosted.client.post('/oauth2/token', { ...form, code_verifier: verifier });
      expect(right).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    });

    it.each([
      ['another redirect URI', { redirect_uri: `${REDIRECT}/` }, 'invalid_grant'],
      ['an unknown code', { code: 'unknown' }, 'invalid_grant'],
      ['a verifier without a challenge', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
      ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ])('refuses %s', async (_, change, error) => {
      expect(await hosted.client.post('/oauth2/token', { ...(await codeForm()), ...change })).toMatchObject({
        status: 400,
        body: { error },
        text: JSON.stringify({ error }),
      });
    });

    it('refuses a request without a grant type, and one that is not a form', async () => {
      expect((await hosted.client.post('/oauth2/token', {})).body).toEqual({ error: 'invalid_request' });
      const json = await fetch(`${hosted.pool.endpoint}/oauth2/token`, {
        method: 'POST',
        headers: { authorization: hosted.client.basic('browser'), 'content-type': 'application/json' },
        body: JSON.stringify(await codeForm()),
      });
      expect([json.status, await json.json()]).toEqual([400, { error: 'invalid_request' }]);
    });

    it('refuses the code of a user who has been disabled', async () => {
      const form = await codeForm();
      const named = { UserPoolId: hosted.pool.userPoolId, Username: 'alice' };
      await clientFor(hosted.pool).send(new AdminDisableUserCommand(named));
      const refused = await hosted.client.post('/oauth2/token', form);
      await clientFor(hosted.pool).send(new AdminEnableUserCommand(named));
      expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    });

    it('refuses a client that does not authenticate', async () => {
      const form = await codeForm();
      const { id } = hosted.pool.clients.browser;
      for (const authorization of [hosted.client.basic('browser', 'wrong'), 'Bearer x'])
        expect(await hosted.client.post('/oauth2/token', form, authorization)).toMatchObject({
          status: 400,
          body: { error: 'invalid_client' },
        });
      const unproved = await hosted.client.post('/oauth2/token', { ...form, client_id: id }, '');
      expect(unproved.body).toEqual({ error: 'invalid_client' });
    });

    it('refuses the code of another client', async () => {
      const form = await codeForm();
      expect((await hosted.client.post('/oauth2/token', form, hosted.client.basic('machine'))).body).toEqual({
        error: 'unauthorized_client',
      });
    });
  });

  describe('POST /oauth2/token with refresh_token', () => {
    it('returns new tokens of the same session and scopes, and no refresh token without rotation', async () => {
      const first = await hosted.client.post('/oauth2/token', await codeForm());
      const refreshToken = String(first.body.refresh_token);
      const { status, body } = await hosted.client.post('/oauth2/token', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      });
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('refresh_token');
      const [before, after] = [
        claimsOf(String(first.body.access_token)),
        claimsOf(String(body.access_token)),
      ];
      expect(after).toMatchObject({ scope: before.scope, origin_jti: before.origin_jti });
    });

    it('refuses a refresh token that is unknown, revoked, or of another client', async () => {
      const { body } = await hosted.client.post('/oauth2/token', await codeForm());
      const form = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
      const refused = { status: 400, body: { error: 'invalid_grant' } };
      expect(await hosted.client.post('/oauth2/token', { ...form, refresh_token: 'x' })).toMatchObject(
        refused,
      );
      expect(
        await hosted.client.post('/oauth2/token', form, hosted.client.basic('confidential')),
      ).toMatchObject(refused);
      expect((await hosted.client.post('/oauth2/revoke', { token: form.refresh_token })).status).toBe(200);
      expect(await hosted.client.post('/oauth2/token', form)).toMatchObject(refused);
    });
  });

  describe('POST /oauth2/token with refresh_token and rotation', () => {
    it('returns a new refresh token, and refuses the old one after the grace period', async () => {
      const rotating = await startEmbeddedPool({ config: { rotationGraceSeconds: 0 } });
      hosted.client = new DomainClient(rotating);
      const first = await hosted.client.post('/oauth2/token', await codeForm());
      const form = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) };
      const second = await hosted.client.post('/oauth2/token', form);
      expect(second).toMatchObject({ status: 200, body: { refresh_token: expect.any(String) } });
      expect(second.body.refresh_token).not.toBe(form.refresh_token);
      expect(await hosted.client.post('/oauth2/token', form)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
      await rotating.close();
    });
  });

  describe('POST /oauth2/token with client_credentials', () => {
    const machine = (form: Record<string, string>) =>
      hosted.client.post(
        '/oauth2/token',
        { grant_type: 'client_credentials', ...form },
        hosted.client.basic('machine'),
      );

    it('returns an access token with the requested scopes', async () => {
      const { status, body } = await machine({ scope: 'lifeguard/users.read' });
      expect(status).toBe(200);
      expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
      const claims = claimsOf(String(body.access_token));
      expect(claims).toMatchObject({ sub: hosted.pool.clients.machine.id, scope: 'lifeguard/users.read' });
      expect(claims).not.toHaveProperty('username');
    });

    it('returns all scopes of the client if none is requested', async () => {
      const { body } = await machine({});
      expect(claimsOf(String(body.access_token)).scope).toBe('lifeguard/users.read lifeguard/users.write');
    });

    it('refuses client metadata that is not a JSON object with string values', async () => {
      for (const metadata of ['{', '[]', '"x"', '{"a":1}'])
        expect(await machine({ aws_client_metadata: metadata })).toMatchObject({
          status: 400,
          body: { error: 'invalid_request' },
        });
      expect(await machine({ aws_client_metadata: '{"a":"1"}' })).toMatchObject({ status: 200 });
    });

    it('refuses other scopes, and clients without this grant', async () => {
      expect((await machine({ scope: 'openid' })).body).toEqual({ error: 'invalid_scope' });
      const form = { grant_type: 'client_credentials' };
      expect((await hosted.client.post('/oauth2/token', form)).body).toEqual({
        error: 'unauthorized_client',
      });
    });
  });

  describe('POST /oauth2/revoke', () => {
    it('ends the session, and also answers 200 to a revoked or unknown token', async () => {
      const { body } = await hosted.client.post('/oauth2/token', await codeForm());
      const form = { token: String(body.refresh_token) };
      for (const each of [form, form, { token: 'unknown' }])
        expect(await hosted.client.post('/oauth2/revoke', each)).toMatchObject({ status: 200, text: '' });
      const info = await fetch(`${hosted.pool.endpoint}/oauth2/userInfo`, {
        headers: { authorization: `Bearer ${String(body.access_token)}` },
      });
      expect(info.status).toBe(401);
    });

    it('refuses the token of another client, and other methods', async () => {
      const { body } = await hosted.client.post('/oauth2/token', await codeForm());
      const form = { token: String(body.refresh_token) };
      expect(
        await hosted.client.post('/oauth2/revoke', form, hosted.client.basic('confidential')),
      ).toMatchObject({
        status: 400,
        body: { error: 'unauthorized_client' },
      });
      expect((await fetch(`${hosted.pool.endpoint}/oauth2/revoke`)).status).toBe(405);
      const refresh = { grant_type: 'refresh_token', refresh_token: form.token };
      expect((await hosted.client.post('/oauth2/token', refresh)).status).toBe(200);
    });

    it('refuses a request without a token, an access token, and a client that does not authenticate', async () => {
      const { body } = await hosted.client.post('/oauth2/token', await codeForm());
      expect(await hosted.client.post('/oauth2/revoke', {})).toMatchObject({
        status: 400,
        body: { error: 'invalid_request' },
      });
      expect(await hosted.client.post('/oauth2/revoke', { token: String(body.access_token) })).toMatchObject({
        status: 400,
        body: { error: 'unsupported_token_type' },
      });
      const form = { token: String(body.refresh_token) };
      expect(
        await hosted.client.post('/oauth2/revoke', form, hosted.client.basic('browser', 'wrong')),
      ).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      });
    });
  });

  describe('GET /oauth2/userInfo', () => {
    const info = async (token: unknown) => {
      const response = await fetch(`${hosted.pool.endpoint}/oauth2/userInfo`, {
        headers: { authorization: `Bearer ${String(token)}` },
      });
      return { status: response.status, body: await response.json() };
    };

    it('returns the claims that the scopes allow, as strings', async () => {
      const { body } = await hosted.client.post('/oauth2/token', await codeForm());
      expect(await info(body.access_token)).toEqual({
        status: 200,
        body: {
          sub: claimsOf(String(body.access_token)).sub,
          username: 'alice',
          email: 'alice@example.com',
          email_verified: 'true',
        },
      });
    });

    it('refuses a token without the scope openid, and a request without a token', async () => {
      const { body } = await hosted.client.post('/oauth2/token', await codeForm({ scope: 'email' }));
      expect(await info(body.access_token)).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
      const response = await fetch(`${hosted.pool.endpoint}/oauth2/userInfo`);
      expect(response.status).toBe(400);
    });
  });
});
