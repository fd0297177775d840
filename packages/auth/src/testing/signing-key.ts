import { randomUUID, sign, type KeyObject } from 'node:crypto';
import { rsaKeyPair } from './key-pair.ts';

/** An RS256 key pair of a user pool. */
export interface SigningKeyPair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** As a key server publishes it (RFC 7517). */
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function makeKeyPair(kid: string = randomUUID()): SigningKeyPair {
  const { privateKey, publicKey } = rsaKeyPair();
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

/** A compact JWS of these claims (RFC 7515 section 7.1); members that are `undefined` are omitted. */
export function signClaims(
  { kid, privateKey }: SigningKeyPair,
  claims: Readonly<Record<string, unknown>>,
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ kid, alg: 'RS256' })}.${part(claims)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
}
