import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problems/problem';
import { crossSite } from './session.problems';

/**
 * Refuses what may come from another site (RFC 10017, CSRF defence of a backend for frontends): a page of another
 * origin cannot send the header without a preflight, which is never granted here; `Sec-Fetch-Site` and `Origin` are
 * written by the browser itself, and absent in older ones.
 *
 * @param origin the origin of `PUBLIC_URL`.
 * @throws Problem `csrf`.
 */
export function requireSameOrigin(headers: IncomingHttpHeaders, origin: string): void {
  const site = headers['sec-fetch-site'];
  const isOurs =
    headers['x-lifeguard'] === '1' &&
    (site === undefined || site === 'same-origin') &&
    (headers.origin === undefined || headers.origin === origin);
  if (!isOurs) throw crossSite();
}

/**
 * Refuses a token beside the cookie: it must be plain which of the two speaks.
 *
 * @throws Problem `invalid_request`.
 */
export function requireNoToken(headers: IncomingHttpHeaders): void {
  if (headers.authorization === undefined) return;
  throw new Problem(
    'invalid_request',
    'Under `/session` the cookie says who is calling: send no `Authorization`.',
  );
}
