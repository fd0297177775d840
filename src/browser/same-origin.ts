import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problems/problem';
import { crossSite } from './session.problems';

/**
 * Refuses requests that may come from another site (RFC 10017, CSRF defence of a backend for frontends). A page of
 * another origin cannot send `X-Lifeguard` without a preflight, which this service never grants. Browsers write
 * `Sec-Fetch-Site` and `Origin` themselves; older ones omit them.
 *
 * @param origin the origin of `PUBLIC_URL`.
 * @throws Problem `csrf`.
 */
export function requireSameOrigin(headers: IncomingHttpHeaders, origin: string): void {
  const site = headers['sec-fetch-site'];
  const isSameOrigin =
    headers['x-lifeguard'] === '1' &&
    (site === undefined || site === 'same-origin') &&
    (headers.origin === undefined || headers.origin === origin);
  if (!isSameOrigin) throw crossSite();
}

/**
 * Refuses a token in addition to the cookie, because the two could belong to different users.
 *
 * @throws Problem `invalid_request`.
 */
export function requireNoToken(headers: IncomingHttpHeaders): void {
  if (headers.authorization === undefined) return;
  throw new Problem(
    'invalid_request',
    'Under `/session` the cookie identifies the caller: do not send `Authorization`.',
  );
}
