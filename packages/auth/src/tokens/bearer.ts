import { invalidRequest, tokenMissing } from '../refusals.ts';

/** RFC 9110 section 11.6.2: the scheme is a token, compared without case. */
const SCHEME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+/;
/** RFC 6750 section 2.1: `b64token`, after one or more spaces. */
const CREDENTIALS = /^ +([A-Za-z0-9\-._~+/]+=*)$/;

/**
 * The token in the value of an `Authorization` header.
 *
 * @throws Problem `token_missing` for an empty header or another scheme (RFC 6750 section 3.1: no error code
 * without an attempt to authenticate); `invalid_request` for `Bearer` followed by anything but one b64token.
 */
export function bearerToken(header: string): string {
  const scheme = SCHEME.exec(header)?.[0];
  if (scheme?.toLowerCase() !== 'bearer') throw tokenMissing();
  const token = CREDENTIALS.exec(header.slice(scheme.length))?.[1];
  if (token === undefined) throw invalidRequest('`Bearer` must be followed by one token.');
  return token;
}

/**
 * The text after `Bearer` and one space, unchecked: the caller reads tokens more strictly than the grammar of
 * RFC 6750, and calls `bearerToken` for those that it refuses. Undefined for any other spelling of the
 * scheme.
 */
export const uncheckedToken = (header: string): string | undefined =>
  header.startsWith('Bearer ') && header[7] !== ' ' ? header.slice(7) : undefined;
