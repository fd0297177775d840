import { bearerChallenge } from '../../problems/challenge';
import { Problem } from '../../problems/problem';

/** Seconds after which a caller may try again when the keys could not be had. */
const RETRY_AFTER = 5;

const invalidToken = (code: 'token_invalid' | 'token_expired' | 'token_revoked', detail: string): Problem =>
  new Problem(code, detail, {
    challenge: bearerChallenge({ error: 'invalid_token', description: detail }),
  });

/** The token is none of ours, for a reason that its maker may know (RFC 6750 section 3.1, `invalid_token`). */
export const tokenInvalid = (detail: string): Problem => invalidToken('token_invalid', detail);

export const tokenExpired = (): Problem => invalidToken('token_expired', 'The access token has expired.');

export const tokenRevoked = (): Problem => invalidToken('token_revoked', 'The access token was revoked.');

/** An outage of the key server, which says nothing of the token: the caller keeps it and tries again. */
export const keysUnavailable = (cause?: unknown): Problem =>
  new Problem('keys_unavailable', 'The signing keys of the user pool cannot be reached at the moment.', {
    retryAfter: RETRY_AFTER,
    cause,
  });
