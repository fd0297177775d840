import { Problem } from '../problems/problem';

/** A request under `/session` that may have come from another site (RFC 10017, CSRF defence). */
export const crossSite = (): Problem =>
  new Problem('csrf', 'Send the header `X-Lifeguard: 1` from a page of this service’s own origin.');

/** The request has no session cookie. */
export const sessionMissing = (): Problem =>
  new Problem('token_missing', 'There is no session; sign in first.', { challenge: {} });

/** The cookie has no session: it has ended, or was never started here. */
export const sessionEnded = (): Problem =>
  new Problem('session_ended', 'The session has ended; sign in again.', { challenge: {} });

/** The callback does not have the cookie of its attempt. */
export const signInStateMissing = (): Problem =>
  new Problem(
    'sign_in_state',
    'This sign-in was not started in this browser, or took longer than 10 minutes.',
  );

/** The hosted pages refused the sign-in, or a token is invalid. The cause goes to the log only. */
export const signInFailed = (cause?: unknown): Problem =>
  new Problem('sign_in_failed', 'The sign-in did not succeed; start again.', { cause });

export const unknownRoute = (): Problem =>
  new Problem('route_not_found', 'There is no route at this address.');
