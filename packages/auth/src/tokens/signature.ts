import { createVerify } from 'node:crypto';
import type { SigningKey } from '../keys/jwk.ts';
import type { Jws } from './jws.ts';

/**
 * The key that verifies the RS256 signature of a token (RFC 7518 section 3.3); undefined if none does. Usually there
 * is one key; if a pool publishes two under the same key id, either may have signed the token.
 */
export const signerOf = (
  { signingInput, signature }: Pick<Jws, 'signingInput' | 'signature'>,
  keys: readonly SigningKey[],
): SigningKey | undefined =>
  // The one-shot `verify` does not accept text and is slower, as measured inside a server.
  keys.find(({ key }) => createVerify('RSA-SHA256').update(signingInput, 'latin1').verify(key, signature));
