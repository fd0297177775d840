import { bearerChallenge } from '../problems/challenge';
import { Problem } from '../problems/problem';
import type { Credentials } from './actions/row';
import { BAD_CREDENTIALS, EXCEPTIONS, MISCONFIGURED, type Meaning } from './exceptions';
import type { CognitoFailure } from './failure';

/** The scope that a token needs for the self-service actions of Cognito. */
export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';

/** Messages about the secret of an app client: wrong, missing or unexpected. */
const CLIENT_SECRET = /\bsecret(?:[ _]?hash)?\b/i;
/** Messages about a sign-in flow that the app client or the pool does not have. */
const FLOW =
  /\b(?:flow|auth method|USER_\w+AUTH|CUSTOM_AUTH|USER_AUTH) (?:is )?not (?:enabled|allowed|supported)\b|\btrigger is not configured\b/i;
/** Messages about a user pool or an app client that does not exist. */
const GONE = /\b(?:user ?pool|client)\b.*\bdoes not exist\b/i;

/**
 * Whether a refusal results from the configuration of the app client or the pool. Cognito has no separate
 * exception for this: only the message shows it.
 */
export function isMisconfiguration(
  { exception, message }: CognitoFailure,
  credentials: Credentials,
): boolean {
  const ofAppClient = credentials === 'sign-in' || credentials === 'none';
  switch (exception) {
    case 'NotAuthorizedException':
    case 'UnauthorizedException':
      return ofAppClient && CLIENT_SECRET.test(message);
    case 'InvalidParameterException':
      return ofAppClient && FLOW.test(message);
    case 'ResourceNotFoundException':
      // These actions refer to no resource other than the app client.
      return ofAppClient || GONE.test(message);
    default:
      return false;
  }
}

/**
 * What `NotAuthorizedException` means. Cognito has one exception for wrong credentials, a lockout, a revoked token, a
 * missing scope and a forbidden action; what authorized the call and the message tell them apart.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html (lockout)
 */
export function notAuthorized(cause: CognitoFailure, credentials: Credentials): Problem {
  const { message } = cause;
  if (/\bpassword attempts exceeded\b/i.test(message)) return problemOf(EXCEPTIONS.LimitExceeded, cause);
  if (credentials === 'sign-in') return badCredentials(cause);
  if (credentials === 'access-token') {
    if (/\brequired scopes?\b/i.test(message)) return scopeMissing(cause);
    if (/\baccess token\b|^user is disabled\b/i.test(message)) return tokenRevoked(cause);
  }
  return problemOf(EXCEPTIONS.NotAuthorized, cause);
}

/** The same whether or not the user exists (RFC 9110 section 15.5.2 asks for the challenge). */
export const badCredentials = (cause: unknown): Problem =>
  new Problem(BAD_CREDENTIALS.code, BAD_CREDENTIALS.detail, { challenge: bearerChallenge(), cause });

export const misconfigured = (cause: CognitoFailure): Problem => problemOf(MISCONFIGURED, cause);

/** The problem with the text of its row, or with Cognito's message if the row has `showsMessage`. */
export function problemOf(
  { code, detail, showsMessage, retryAfter }: Meaning,
  cause: CognitoFailure,
): Problem {
  // The SDK writes "UnknownError" if there is no message.
  const told =
    showsMessage && cause.message !== 'UnknownError'
      ? cause.message.replace(/^\w+ failed with error\s*/, '')
      : '';
  return new Problem(code, told || detail, { cause, ...(retryAfter !== undefined && { retryAfter }) });
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
