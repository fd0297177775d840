import { invalidRequest, tokenMissing } from '../refusals.ts';

/** RFC 9110 section 11.6.2: the scheme is a token, compared without case. */
const SCHEME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+/;
/** RFC 6750 section 2.1: `b64token`, after one or more spaces. */
const CREDENTIALS = /^ +([A-Za-z0-9\-._~+/]+=*)$/;
const NAME = 'authorization';

/**
 * The value of the one `Authorization` header; undefined where there is none. Node keeps only the first of several,
 * so that they are counted in the headers as they came.
 *
 * @param rawHeaders names and values in turn, as in `IncomingMessage.rawHeaders`.
 * @throws Problem `invalid_request` for more than one (RFC 6750 section 3.1).
 */
export function authorizationHeader(rawHeaders: readonly string[]): string | undefined {
  let found: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length !== NAME.length || name.toLowerCase() !== NAME) continue;
    if (found !== undefined) throw invalidRequest('There is more than one Authorization header.');
    found = rawHeaders[index + 1];
  }
  return found;
}

/**
 * The token in the value of an `Authorization` header.
 *
 * @throws Problem `token_missing` for an empty header, or another scheme: RFC 6750 section 3.1 wants no error
 * code for a caller that did not try; `invalid_request` for `Bearer` followed by anything but one b64token.
 */
export function bearerToken(header: string): string {
  const scheme = SCHEME.exec(header)?.[0];
  if (scheme?.toLowerCase() !== 'bearer') throw tokenMissing();
  const token = CREDENTIALS.exec(header.slice(scheme.length))?.[1];
  if (token === undefined) throw invalidRequest('`Bearer` must be followed by one token.');
  return token;
}

/**
 * What follows `Bearer` and one space, unread: for a caller that reads tokens more strictly than the grammar of RFC 6750
 * and asks `bearerToken` about those that it refuses. Undefined for any other spelling of the scheme.
 */
export const usualToken = (header: string): string | undefined =>
  header.startsWith('Bearer ') && header[7] !== ' ' ? header.slice(7) : undefined;
