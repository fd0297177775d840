import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A member of a JWK Set (RFC 7517), not yet looked at. */
export type Jwk = Readonly<Record<string, unknown>>;

/** A key that an RS256 signature of the pool may be verified with. */
export interface SigningKey {
  readonly keyId: string;
  /** RFC 7638: the same for the same key, whatever else is published with it. */
  readonly thumbprint: string;
  readonly key: KeyObject;
}

/** RFC 7518 section 3.3. */
const MINIMUM_BITS = 2048;

/** Whether the key is published for verifying RS256 signatures (RFC 7517 sections 4.1 to 4.5) and not for another use. */
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

/** RFC 7638 section 3.2: the required members in order, hashed; always 43 characters. */
export function thumbprintOf({ e, n }: Jwk): string {
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
}

const THUMBPRINT_LENGTH = 43;

/** A name for a key by which two keys of the same key id stay apart on their way through jwks-rsa. */
export const labelOf = (jwk: Jwk): string => `${thumbprintOf(jwk)}${String(jwk.kid)}`;

/**
 * The key made ready for use, once: parsing it again for each token is the dearest part of the usual way.
 *
 * @param label the key's name as `labelOf` gave it.
 * @param pem the public key, SubjectPublicKeyInfo in PEM.
 * @returns undefined for a key shorter than 2048 bits.
 */
export function toSigningKey(label: string, pem: string): SigningKey | undefined {
  const key = createPublicKey(pem);
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < MINIMUM_BITS) return undefined;
  return { keyId: label.slice(THUMBPRINT_LENGTH), thumbprint: label.slice(0, THUMBPRINT_LENGTH), key };
}
