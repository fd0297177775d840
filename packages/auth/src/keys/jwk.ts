import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { rsaFault } from './rsa-public-key.ts';

/** A member of a JWK Set (RFC 7517), not yet checked. */
export type Jwk = Readonly<Record<string, unknown>>;

/** A key for verifying RS256 signatures of the pool. */
export interface SigningKey {
  readonly keyId: string;
  /**
   * RFC 7638: the same for the same key, whatever its other members and the encoding of its numbers.
   */
  readonly thumbprint: string;
  /** Parsed once: doing so for each token is the most expensive step in the usual setup. */
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
 * Reads a key that `isForRs256` accepted. Node decodes any string as a number: `faultOf` finds the values that do not
 * make a valid key. The thumbprint is computed from the canonical encoding of the numbers (RFC 7518 section 6.3.1),
 * so another encoding of a key does not change its thumbprint.
 */
export function toSigningKey({ kid, n, e }: Jwk): SigningKey {
  const key = createPublicKey({ key: { kty: 'RSA', n: n as string, e: e as string }, format: 'jwk' });
  const numbers = key.export({ format: 'jwk' }) as { n: string; e: string };
  return { keyId: kid as string, thumbprint: thumbprintOf(numbers), key };
}

/** The fault of a key that must not be used; undefined for a valid key. */
export function faultOf({ key }: SigningKey): string | undefined {
  const { n, e } = key.export({ format: 'jwk' }) as { n: string; e: string };
  return rsaFault(Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url'));
}
