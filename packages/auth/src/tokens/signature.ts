import { verify } from 'node:crypto';
import type { SigningKey } from '../keys/jwk.ts';
import type { Jws } from './jws.ts';

/**
 * The key that made the RS256 signature of a token (RFC 7518 section 3.3); undefined where none of them did. Nearly always
 * there is one key; where a pool publishes two under one key id, either may have signed.
 */
export const signerOf = (
  { signingInput, signature }: Pick<Jws, 'signingInput' | 'signature'>,
  keys: readonly SigningKey[],
): SigningKey | undefined => keys.find(({ key }) => verify('RSA-SHA256', signingInput, key, signature));
