import type { Challenge } from './challenge.ts';
import type { StepUp } from './policies/step-up.ts';
import { Problem } from './problem.ts';

/** Every problem of the package by its `code`: a code keeps its status and its meaning. */
export const AUTH_PROBLEMS = {
  token_missing: { status: 401, title: 'An access token is needed' },
  token_invalid: { status: 401, title: 'The access token is not valid' },
  token_expired: { status: 401, title: 'The access token has expired' },
  token_revoked: { status: 401, title: 'The access token was revoked' },
  step_up_required: { status: 401, title: 'A fresh or stronger sign-in is needed' },
  identity_mismatch: { status: 401, title: 'The ID token does not belong to the access token' },
  identity_missing: { status: 400, title: 'An ID token is needed' },
  invalid_request: { status: 400, title: 'The request is malformed' },
  insufficient_scope: { status: 403, title: 'The access token lacks a scope' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  keys_unavailable: { status: 503, title: 'The signing keys cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type AuthProblemCode = keyof typeof AUTH_PROBLEMS;

/** `Retry-After` of `keys_unavailable`, in seconds. */
const RETRY_AFTER = 5;

interface Extras {
  readonly challenge?: Challenge;
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

const refusal = (code: AuthProblemCode, detail: string, extras: Extras = {}): Problem<AuthProblemCode> =>
  new Problem(code, detail, { ...AUTH_PROBLEMS[code], ...extras });

const invalidToken = (code: 'token_invalid' | 'token_expired' | 'token_revoked', detail: string) =>
  refusal(code, detail, { challenge: { error: 'invalid_token', description: detail } });

/** No token was sent: RFC 6750 section 3.1 requires a challenge without an error code. */
export const tokenMissing = () =>
  refusal('token_missing', 'Send an access token as `Authorization: Bearer <token>`.', { challenge: {} });

/** The `Authorization` header is malformed (RFC 6750 section 3.1, `invalid_request`). */
export const invalidRequest = (detail: string) =>
  refusal('invalid_request', detail, { challenge: { error: 'invalid_request', description: detail } });

/** The token is invalid; `detail` is safe to disclose (RFC 6750 section 3.1, `invalid_token`). */
export const tokenInvalid = (detail: string) => invalidToken('token_invalid', detail);

export const tokenExpired = () => invalidToken('token_expired', 'The access token has expired.');

export const tokenRevoked = () => invalidToken('token_revoked', 'The access token was revoked.');

/**
 * The key server cannot be reached, which says nothing about the token: the caller should keep it and
 * retry.
 */
export const keysUnavailable = (cause?: unknown) =>
  refusal('keys_unavailable', 'The signing keys of the user pool cannot be reached at the moment.', {
    retryAfter: RETRY_AFTER,
    cause,
  });

/** A scope is missing: the challenge names the scopes that would admit the caller (RFC 6750 section 3.1). */
export function insufficientScope(scopes: readonly string[]) {
  const description = 'The access token lacks a scope that the route requires.';
  const challenge = { error: 'insufficient_scope', description, scope: scopes.join(' ') } as const;
  return refusal('insufficient_scope', description, { challenge });
}

/** The person has to sign in again, or with a stronger method; nothing else is missing (RFC 9470 section 3). */
export function stepUpRequired({ maxAge, acrValues }: StepUp) {
  const description = 'The sign-in is too old or not strong enough for this route.';
  const error = 'insufficient_user_authentication';
  const challenge = { error, description, maxAge, acrValues: acrValues?.join(' ') } as const;
  return refusal('step_up_required', description, { challenge });
}

/** The route needs the caller's ID token in `X-Id-Token`. */
export const identityMissing = () =>
  refusal('identity_missing', 'Send the ID token of the same sign-in as `X-Id-Token`.');

/** The ID token is invalid, or belongs to another person, session or app client than the access token. */
export function identityMismatch(detail: string) {
  return refusal('identity_mismatch', detail, { challenge: { error: 'invalid_token', description: detail } });
}

/** Other scopes would not help: a group, a claim or ownership is missing. */
export const forbidden = () => refusal('forbidden', 'The policy of the route does not admit the caller.');
