import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { verifiedClaims } from './signing-key';
import { clientFor, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

async function post(action: string, body: unknown): Promise<Response> {
  return fetch(pool.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(body),
  });
}

describe('the endpoint of the embedded pool', () => {
  it('publishes the keys of access and ID tokens at jwksUri', async () => {
    const document: unknown = await (await fetch(pool.jwksUri)).json();
    const key = { kty: 'RSA', alg: 'RS256', use: 'sig' };
    expect(document).toMatchObject({
      keys: [
        { ...key, kid: 'CognitoLocal' },
        { ...key, kid: 'EmbeddedPoolIdTokens' },
      ],
    });
  });

  it("sends errors in Cognito's wire format", async () => {
    const answer = await post('GetUser', { AccessToken: 'x.y.z' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('NotAuthorizedException');
    expect(await answer.json()).toMatchObject({ __type: 'NotAuthorizedException' });
  });

  it('answers an unknown action as cognito-local does', async () => {
    const answer = await post('AddCustomAttributesToNobody', {});
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ __type: 'CognitoLocal#Unsupported' });
  });

  it('does not support the actions that are turned off', async () => {
    const older = await startEmbeddedPool({ withoutActions: ['GetTokensFromRefreshToken'] });
    const request = {
      method: 'POST',
      headers: { 'x-amz-target': 'A.GetTokensFromRefreshToken' },
      body: '{}',
    };
    const answer = await fetch(older.endpoint, request);
    await older.close();
    expect(await answer.json()).toMatchObject({ __type: 'CognitoLocal#Unsupported' });
  });

  it('answers a page of another origin, including its preflight', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-headers': 'x-amz-target' };
    const preflight = await fetch(pool.endpoint, { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      200,
      '*, authorization',
    ]);
    const refused = await post('GetUser', { AccessToken: 'x.y.z' });
    for (const answer of [preflight, refused]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it('refuses an unknown pool', async () => {
    const command = new AdminGetUserCommand({ UserPoolId: 'us-east-1_Other', Username: 'alice' });
    await expect(clientFor(pool).send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the two signing keys', () => {
  const kidOf = (token: string): unknown =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

  it('sign access tokens with one and ID tokens with the other', async () => {
    const { AccessToken, IdToken } = await signIn(pool, 'alice');
    expect([kidOf(AccessToken), kidOf(IdToken)]).toEqual(['CognitoLocal', 'EmbeddedPoolIdTokens']);
    expect(verifiedClaims(IdToken)).toMatchObject({ token_use: 'id' });
  });

  it('do not verify each other’s tokens', async () => {
    const { AccessToken, IdToken } = await signIn(pool, 'alice');
    const [head] = AccessToken.split('.');
    const [, ...rest] = IdToken.split('.');
    expect(verifiedClaims([head, ...rest].join('.'))).toBeUndefined();
  });
});

describe('minted tokens', () => {
  it('have the given claims over the defaults, without the undefined ones', () => {
    const claims = verifiedClaims(pool.mint({ sub: 'me', iat: undefined, token_use: 'id' }));
    expect(claims).toMatchObject({ iss: pool.issuer, sub: 'me', token_use: 'id' });
    expect(claims).not.toHaveProperty('iat');
  });

  it('for a machine have its client id as sub, its scopes, and no username', () => {
    const claims = verifiedClaims(pool.mintMachineToken(['lifeguard/users.read', 'lifeguard/users.write']));
    const { id } = pool.clients.confidential;
    expect(claims).toMatchObject({
      sub: id,
      client_id: id,
      scope: 'lifeguard/users.read lifeguard/users.write',
    });
    expect(claims).not.toHaveProperty('username');
  });
});
