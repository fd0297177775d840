import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { rsaFault } from './rsa-public-key.ts';

/** A member of a JWK Set (RFC 7517), not yet checked. */
export type Jwk = Readonly<Record<string, unknown>>;

/** A key that an RS256 signature of the pool may be verified with. */
export interface SigningKey {
  readonly keyId: string;
  /** RFC 7638: the same for the same key, whatever else is published with it and however its numbers are written. */
  readonly thumbprint: string;
  /** Parsed once: doing so for each token is the most expensive step in the usual set-up. */
  readonly key: KeyObject;
}

/** Whether the key is published for verifying RS256 signatures (RFC 7517 sections 4.1 to 4.5). */
export function isForRs256(jwk: Jwk): boolean {
  const { kty, kid, use, alg, key_ops: operations, n, e } = jwk;
  return (
    kty === 'RSA' &&
    [kid, n, e].every((member) => typeof member === 'string' && member !== '') &&
    (use === undefined || use === 'sig') &&
    (alg === undefined || alg === 'RS256') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')))
  );
}

/** RFC 7638 section 3.2: the required members in order, hashed. */
export const thumbprintOf = ({ e, n }: { readonly e: string; readonly n: string }): string =>
  createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');

/**
 * Reads a key that `isForRs256` accepted. The thumbprint is made of the numbers as RFC 7518 section 6.3.1 writes them:
 * the decoder is lenient, and a key must not get another thumbprint by another spelling.
 *
 * @throws Error where the key cannot be read.
 */
export function toSigningKey({ kid, n, e }: Jwk): SigningKey {
  const key = createPublicKey({ key: { kty: 'RSA', n: n as string, e: e as string }, format: 'jwk' });
  const numbers = key.export({ format: 'jwk' }) as { n: string; e: string };
  return { keyId: kid as string, thumbprint: thumbprintOf(numbers), key };
}

/** What is wrong with a key that no signature may be verified with; undefined for a sound one. */
export function faultOf({ key }: SigningKey): string | undefined {
  const { n, e } = key.export({ format: 'jwk' }) as { n: string; e: string };
  return rsaFault(Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url'));
}
