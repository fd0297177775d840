import { bearerChallenge } from '../problems/challenge';
import { Problem } from '../problems/problem';
import type { Credentials } from './actions/row';
import type { CognitoFailure } from './failure';

/** The scope that a token needs for the self-service actions of Cognito. */
export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';

/**
 * What `NotAuthorizedException` means outside of sign-in. Cognito has one exception for a dead token, a missing scope
 * and a forbidden action; only its message tells them apart.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
export function notAuthorized(cause: CognitoFailure, credentials: Credentials): Problem {
  const { message } = cause;
  if (credentials === 'access-token' && /\brequired scopes?\b/i.test(message)) return scopeMissing(cause);
  if (credentials === 'access-token' && /\baccess token\b|^user is disabled\b/i.test(message))
    return tokenRevoked(cause);
  return new Problem('not_allowed', 'Cognito does not allow this.', { cause });
}

function scopeMissing(cause: CognitoFailure): Problem {
  const description = 'The access token lacks a scope that Cognito requires';
  const challenge = bearerChallenge({ error: 'insufficient_scope', description, scope: SELF_SERVICE_SCOPE });
  return new Problem('insufficient_scope', `${description}.`, { challenge, cause });
}

function tokenRevoked(cause: CognitoFailure): Problem {
  const description = 'The access token was revoked or has expired';
  const challenge = bearerChallenge({ error: 'invalid_token', description });
  return new Problem('token_revoked', `${description}.`, { challenge, cause });
}
