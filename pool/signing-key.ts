import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import privateKeyFile from 'cognito-local/lib/keys/cognitoLocal.private.json';
import publicKeyFile from 'cognito-local/lib/keys/cognitoLocal.public.json';

export type Claims = Record<string, unknown>;

/** The private half is published with cognito-local: what it signs proves nothing outside a laptop. */
export const KEY_ID = 'CognitoLocal';
const privateKey = createPrivateKey(privateKeyFile.pem);
const publicKey = createPublicKey(privateKey);

/** The JWK Set (RFC 7517) that the pool publishes. */
export const KEY_SET = { keys: [publicKeyFile.jwk] } as const;

/**
 * Signs claims as they are given, RS256. No claim is checked or added, so that a test can sign a
 * wrong one; a member that is `undefined` is left out.
 */
export function signClaims(claims: Claims): string {
  const head = encode({ kid: KEY_ID, alg: 'RS256' });
  const input = `${head}.${encode(claims)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** The claims of a token that this key signed, or undefined. Says nothing about expiry. */
export function verifiedClaims(token: string): Claims | undefined {
  const [head, payload, signature, ...rest] = token.split('.');
  if (!head || !payload || !signature || rest.length > 0) return undefined;
  const signed = Buffer.from(`${head}.${payload}`);
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
