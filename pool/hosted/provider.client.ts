import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';

interface ProviderClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** A user's identity at the external provider. */
export interface ExternalIdentity {
  readonly sub: string;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Redeems a code at an OpenID provider and returns the identity in its ID token.
 *
 * @throws Error if the provider refuses the code or its ID token is invalid
 */
export async function redeemAtProvider(
  client: ProviderClient,
  code: string,
  nonce: string,
): Promise<ExternalIdentity> {
  const { issuer, clientId, clientSecret, redirectUri } = client;
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  });
  if (!answer.ok) throw new Error(`The provider answered ${answer.status}`);
  const { id_token: token } = (await answer.json()) as { id_token: string };
  const claims = await verified(issuer, token);
  const isOurs = claims['iss'] === issuer && claims['aud'] === clientId && claims['nonce'] === nonce;
  if (!isOurs || typeof claims['sub'] !== 'string') throw new Error('The ID token is not for this sign-in');
  const { sub, email, name } = claims as { sub: string; email?: string; name?: string };
  return { sub, email, name };
}

async function verified(issuer: string, token: string): Promise<Record<string, unknown>> {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: JsonWebKey[] };
  const { kid } = parsed(head);
  const jwk = keys.find((key) => key['kid'] === kid);
  if (!jwk) throw new Error('The provider does not publish the key');
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('The signature does not verify');
  }
  return parsed(payload);
}

const parsed = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
