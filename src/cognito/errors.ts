import { RETRY_AFTER } from '../problems/aws-failure';
import { bearerChallenge } from '../problems/challenge';
import { Problem } from '../problems/problem';
import type { Credentials } from './actions/row';
import { DENIED, EXCEPTIONS, IAM_ERRORS, type Meaning } from './exceptions';
import { CognitoFailure, CredentialsUnavailable } from './failure';
import {
  badCredentials,
  isMisconfiguration,
  misconfigured,
  notAuthorized,
  problemOf,
} from './not-authorized';

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  Object.entries(EXCEPTIONS).map(([name, meaning]) => [`${name}Exception`, meaning]),
);

/**
 * Maps a failure of a call to Cognito to a problem.
 *
 * @param error what the SDK threw, or an error of `failure.ts`.
 * @param credentials what authorized the call; it determines the meaning of "not authorized".
 */
export function toProblem(error: unknown, credentials: Credentials): Problem {
  if (error instanceof Problem) return error;
  const cause = new CognitoFailure(error);
  if (error instanceof CredentialsUnavailable) return problemOf(DENIED, cause);
  if (cause.throttled) return problemOf(EXCEPTIONS.TooManyRequests, cause);
  if (cause.unknownAction) {
    return new Problem('not_available_here', 'The endpoint of the user pool does not support this action.', {
      cause,
    });
  }
  if (!cause.refused || (cause.status ?? 0) >= 500) return unavailable(cause);
  return refusal(cause, credentials);
}

function refusal(cause: CognitoFailure, credentials: Credentials): Problem {
  if (isMisconfiguration(cause, credentials)) return misconfigured(cause);
  switch (cause.exception) {
    case 'NotAuthorizedException':
      return notAuthorized(cause, credentials);
    case 'UserNotFoundException':
      return credentials === 'sign-in' ? badCredentials(cause) : problemOf(EXCEPTIONS.UserNotFound, cause);
    case 'RefreshTokenReuseException':
      return refreshTokenReused(cause);
    default:
      return documented(cause);
  }
}

function documented(cause: CognitoFailure): Problem {
  if (IAM_ERRORS.has(cause.exception)) return problemOf(DENIED, cause);
  const meaning = MEANINGS.get(cause.exception);
  return meaning ? problemOf(meaning, cause) : undocumented(cause);
}

function refreshTokenReused(cause: CognitoFailure): Problem {
  const { code, detail } = EXCEPTIONS.RefreshTokenReuse;
  return new Problem(code, detail, { challenge: bearerChallenge(), cause });
}

function unavailable(cause: CognitoFailure): Problem {
  const detail = 'Cognito could not be reached or failed; try again.';
  return new Problem('cognito_unavailable', detail, { retryAfter: RETRY_AFTER.unavailable, cause });
}

// The name of an exception is public, and tells the caller more than a generic text.
function undocumented(cause: CognitoFailure): Problem {
  const name = /^[A-Z][A-Za-z]{2,60}Exception$/.test(cause.exception) ? ` with ${cause.exception}` : '';
  return new Problem('cognito_error', `Cognito refused the request${name}.`, { cause });
}
