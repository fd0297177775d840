import { createVerify } from 'node:crypto';
import type { SigningKey } from '../keys/jwk.ts';
import type { Jws } from './jws.ts';

/**
 * The key that verifies the RS256 signature of a token (RFC 7518 section 3.3); undefined if none does.
 * Usually there is one key; if a pool publishes two under the same key id, either may have signed.
 */
export const signerOf = (
  { signingInput, signature }: Pick<Jws, 'signingInput' | 'signature'>,
  keys: readonly SigningKey[],
): SigningKey | undefined =>
  // Not the one-shot `verify`: it takes no text, and measured inside a server it is slower.
  keys.find(({ key }) => createVerify('RSA-SHA256').update(signingInput, 'latin1').verify(key, signature));
