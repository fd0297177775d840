import { Problem } from '../problems/problem';

/** A request under `/session` that may have come from another site (RFC 10017, CSRF defence). */
export const crossSite = (): Problem =>
  new Problem('csrf', 'Send the header `X-Lifeguard: 1`, from a page of the origin of this service.');

export const sessionMissing = (): Problem =>
  new Problem('token_missing', 'Sign in first: there is no session.', { challenge: {} });

/** The cookie opens nothing: the session has ended, or was never issued here. */
export const sessionEnded = (): Problem =>
  new Problem('session_ended', 'The session has ended; sign in again.', { challenge: {} });

/** The callback came without the cookie of the attempt that it answers. */
export const signInStateMissing = (): Problem =>
  new Problem(
    'sign_in_state',
    'This sign-in was not started in this browser, or took longer than 10 minutes.',
  );

/** The hosted pages or their tokens were refused. Why is for the log alone. */
export const signInFailed = (cause?: unknown): Problem =>
  new Problem('sign_in_failed', 'The sign-in did not succeed; start again.', { cause });

export const unknownRoute = (): Problem =>
  new Problem('route_not_found', 'There is no route at this address.');
