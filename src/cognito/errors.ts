import type { ProblemCode } from '../problems/catalogue';
import { bearerChallenge } from '../problems/challenge';
import { Problem } from '../problems/problem';
import type { Credentials } from './actions/row';
import { CognitoFailure, CredentialsUnavailable } from './failure';
import { notAuthorized } from './not-authorized';

/** Seconds to wait: throttling passes with the second, a limit with the minute, an outage somewhere between. */
const RETRY_AFTER = { throttled: 1, limited: 60, unavailable: 5 } as const;

const IAM = {
  code: 'cognito_denied',
  detail: 'The service has no right to do this in the user pool.',
} as const;

/** Sentences of ours, or of Cognito where it alone knows what is wrong and says it to its caller. */
interface Meaning {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly tells?: boolean;
  readonly retryAfter?: number;
}

const LIMITED = {
  code: 'rate_limited',
  detail: 'Cognito has had too many attempts.',
  retryAfter: RETRY_AFTER.limited,
} as const;

/**
 * Cognito's exceptions.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html and the errors of each action
 */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['UserNotFoundException', { code: 'user_not_found', detail: 'There is no such user.' }],
  ['ResourceNotFoundException', { code: 'not_found', detail: 'Cognito knows no such thing.' }],
  ['UsernameExistsException', { code: 'username_exists', detail: 'The username is taken.' }],
  ['AliasExistsException', { code: 'alias_exists', detail: 'The e-mail address or phone number is taken.' }],
  ['GroupExistsException', { code: 'group_exists', detail: 'A group of this name exists.' }],
  [
    'ConcurrentModificationException',
    { code: 'conflict', detail: 'Another change came between; try again.' },
  ],
  [
    'InvalidPasswordException',
    { code: 'invalid_password', detail: 'The password is too weak.', tells: true },
  ],
  ['InvalidParameterException', { code: 'invalid_parameter', detail: 'A value is not valid.', tells: true }],
  ['CodeMismatchException', { code: 'code_mismatch', detail: 'The code is wrong.' }],
  ['ExpiredCodeException', { code: 'code_expired', detail: 'The code has expired; ask for another.' }],
  ['UserNotConfirmedException', { code: 'user_not_confirmed', detail: 'The user must be confirmed first.' }],
  [
    'PasswordResetRequiredException',
    { code: 'password_reset_required', detail: 'The password must be reset before signing in.' },
  ],
  ['LimitExceededException', LIMITED],
  ['TooManyFailedAttemptsException', LIMITED],
  [
    'UserLambdaValidationException',
    { code: 'refused_by_trigger', detail: 'A Lambda trigger of the user pool refused.', tells: true },
  ],
  ['ForbiddenException', { code: 'forbidden', detail: 'The firewall of the user pool refused the request.' }],
  ['AccessDeniedException', IAM],
  ['AccessDenied', IAM],
  ['UnrecognizedClientException', IAM],
  ['InvalidClientTokenId', IAM],
  ['InvalidSignatureException', IAM],
  ['SignatureDoesNotMatch', IAM],
  ['IncompleteSignature', IAM],
  ['IncompleteSignatureException', IAM],
  ['ExpiredTokenException', IAM],
  ['ExpiredToken', IAM],
  ['RequestExpired', IAM],
  ['MissingAuthenticationToken', IAM],
  ['MissingAuthenticationTokenException', IAM],
  ['OptInRequired', IAM],
]);

/**
 * The problem that a failure at Cognito is, row by row of the table that clients rely on.
 *
 * @param error what the SDK threw, or one of ours from `failure.ts`
 * @param credentials what authorized the call: it decides what "not authorized" means
 */
export function toProblem(error: unknown, credentials: Credentials): Problem {
  if (error instanceof Problem) return error;
  const cause = new CognitoFailure(error);
  if (error instanceof CredentialsUnavailable) return new Problem(IAM.code, IAM.detail, { cause });
  if (cause.throttled) {
    const retryAfter = RETRY_AFTER.throttled;
    return new Problem('rate_limited', 'Cognito has had too many requests.', { retryAfter, cause });
  }
  if (!cause.refused || (cause.status ?? 0) >= 500) return unavailable(cause);
  if (credentials === 'sign-in' && cause.exception === 'UserNotFoundException') return badCredentials(cause);
  if (cause.exception === 'NotAuthorizedException') {
    return credentials === 'sign-in' ? badCredentials(cause) : notAuthorized(cause, credentials);
  }
  return refused(cause);
}

/** The same whether or not the user exists (RFC 9110 section 15.5.2 asks for the challenge). */
export function badCredentials(cause: unknown): Problem {
  const challenge = bearerChallenge();
  return new Problem('bad_credentials', 'The username, password, code or token is wrong.', {
    challenge,
    cause,
  });
}

function unavailable(cause: CognitoFailure): Problem {
  const retryAfter = RETRY_AFTER.unavailable;
  return new Problem('cognito_unavailable', 'Cognito did not answer as it should; try again.', {
    retryAfter,
    cause,
  });
}

function refused(cause: CognitoFailure): Problem {
  const meaning = MEANINGS.get(cause.exception);
  if (!meaning) return unknown(cause);
  const { code, detail, tells, retryAfter } = meaning;
  // The SDK's word for no message at all is "UnknownError".
  const told =
    tells && cause.message !== 'UnknownError' ? cause.message.replace(/^\w+ failed with error\s*/, '') : '';
  return new Problem(code, told || detail, { cause, ...(retryAfter !== undefined && { retryAfter }) });
}

// The name of an exception is documented and tells the caller more than we can.
function unknown(cause: CognitoFailure): Problem {
  const name = /^[A-Z][A-Za-z]{2,60}Exception$/.test(cause.exception) ? ` with ${cause.exception}` : '';
  return new Problem('cognito_error', `Cognito refused the request${name}.`, { cause });
}
