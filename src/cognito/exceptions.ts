import { RETRY_AFTER } from '../problems/aws-failure';
import type { ProblemCode } from '../problems/catalogue';

/** The problem of an exception. */
export interface Meaning {
  readonly code: ProblemCode;
  /** Our wording. */
  readonly detail: string;
  /** Whether to show Cognito’s own message, because only Cognito knows what is wrong. */
  readonly showsMessage?: true;
  readonly retryAfter?: number;
}

const INVALID_PARAMETER: Meaning = {
  code: 'invalid_parameter',
  detail: 'A value is not valid.',
  showsMessage: true,
};
const NOT_ALLOWED: Meaning = { code: 'not_allowed', detail: 'Cognito does not allow this.' };
const INVALID_PASSWORD: Meaning = {
  code: 'invalid_password',
  detail: 'The password does not meet the policy of the user pool.',
  showsMessage: true,
};
const CODE_MISMATCH: Meaning = { code: 'code_mismatch', detail: 'The code is wrong.' };
const NO_SECOND_FACTOR: Meaning = {
  code: 'mfa_not_set_up',
  detail: 'The user has not set up this second factor.',
};
const NOT_ENABLED: Meaning = {
  code: 'feature_not_enabled',
  detail: 'The user pool does not have this feature enabled.',
};
const PASSKEY_REFUSED: Meaning = {
  code: 'passkey_refused',
  detail: 'Cognito refused the passkey.',
  showsMessage: true,
};
const NOT_DELIVERED: Meaning = {
  code: 'code_not_delivered',
  detail: 'The user pool could not send a code.',
};
const LIMITED: Meaning = {
  code: 'rate_limited',
  detail: 'Too many attempts; try again later.',
  retryAfter: RETRY_AFTER.limited,
};
const BROKEN_TRIGGER: Meaning = {
  code: 'cognito_error',
  detail: 'A Lambda trigger of the user pool failed.',
};

/** The app client or the user pool is misconfigured, which no caller can correct. */
export const MISCONFIGURED: Meaning = {
  code: 'cognito_misconfigured',
  detail: 'The user pool or its app client is misconfigured; the log of the service has the details.',
};

/** The service's IAM rights or credentials are missing. */
export const DENIED: Meaning = {
  code: 'cognito_denied',
  detail: 'The service lacks an IAM permission for this.',
};

export const BAD_CREDENTIALS: Meaning = {
  code: 'bad_credentials',
  detail: 'The username, password, code or token is wrong.',
};

/**
 * The problem of each Cognito exception, by name without the ending `Exception`. The rows of `ACTIONS` can
 * only list names from this table, so a new exception of the SDK must be decided here before a row can use
 * it.
 *
 * The message of an exception, and what authorized the call, can change its meaning: see `errors.ts`.
 */
export const EXCEPTIONS = {
  AliasExists: { code: 'alias_exists', detail: 'The e-mail address or phone number is taken.' },
  CodeDeliveryFailure: NOT_DELIVERED,
  CodeMismatch: CODE_MISMATCH,
  ConcurrentModification: { code: 'conflict', detail: 'The change conflicts with another one; try again.' },
  DeviceKeyExists: { code: 'conflict', detail: 'The device is already registered.' },
  EnableSoftwareTokenMFA: CODE_MISMATCH,
  ExpiredCode: { code: 'code_expired', detail: 'The code has expired; request another.' },
  FeatureUnavailableInTier: NOT_ENABLED,
  Forbidden: { code: 'forbidden', detail: 'The firewall of the user pool refused the request.' },
  GroupExists: { code: 'group_exists', detail: 'A group with this name already exists.' },
  InternalError: { code: 'cognito_unavailable', detail: 'Cognito failed; try again.' },
  InvalidEmailRoleAccessPolicy: NOT_DELIVERED,
  InvalidLambdaResponse: BROKEN_TRIGGER,
  InvalidParameter: INVALID_PARAMETER,
  InvalidPassword: INVALID_PASSWORD,
  InvalidSmsRoleAccessPolicy: NOT_DELIVERED,
  InvalidSmsRoleTrustRelationship: NOT_DELIVERED,
  InvalidUserPoolConfiguration: MISCONFIGURED,
  LimitExceeded: LIMITED,
  MFAMethodNotFound: NO_SECOND_FACTOR,
  NotAuthorized: NOT_ALLOWED,
  OperationNotEnabled: NOT_ENABLED,
  PasswordHistoryPolicyViolation: INVALID_PASSWORD,
  PasswordResetRequired: {
    code: 'password_reset_required',
    detail: 'The password must be reset before signing in.',
  },
  PreconditionNotMet: { code: 'conflict', detail: 'A precondition of the request is not met.' },
  RefreshTokenReuse: {
    code: 'refresh_token_reused',
    detail: 'The refresh token was used before; sign in again.',
  },
  ResourceNotFound: { code: 'not_found', detail: 'The resource does not exist.' },
  ServiceQuotaExceeded: LIMITED,
  SoftwareTokenMFANotFound: NO_SECOND_FACTOR,
  TooManyFailedAttempts: LIMITED,
  TooManyRequests: {
    code: 'rate_limited',
    detail: 'Cognito is receiving too many requests.',
    retryAfter: RETRY_AFTER.throttled,
  },
  Unauthorized: NOT_ALLOWED,
  UnexpectedLambda: BROKEN_TRIGGER,
  UnsupportedOperation: NOT_ENABLED,
  UnsupportedTokenType: INVALID_PARAMETER,
  UnsupportedUserState: { code: 'user_state', detail: 'The state of the user does not allow this.' },
  UserLambdaValidation: {
    code: 'refused_by_trigger',
    detail: 'A Lambda trigger of the user pool refused the request.',
    showsMessage: true,
  },
  UserNotConfirmed: { code: 'user_not_confirmed', detail: 'The user must be confirmed first.' },
  UserNotFound: { code: 'user_not_found', detail: 'The user does not exist.' },
  UserPoolAddOnNotEnabled: NOT_ENABLED,
  UsernameExists: { code: 'username_exists', detail: 'The username is taken.' },
  WebAuthnChallengeNotFound: PASSKEY_REFUSED,
  WebAuthnClientMismatch: PASSKEY_REFUSED,
  WebAuthnConfigurationMissing: NOT_ENABLED,
  WebAuthnCredentialNotSupported: PASSKEY_REFUSED,
  WebAuthnNotEnabled: NOT_ENABLED,
  WebAuthnOriginNotAllowed: PASSKEY_REFUSED,
  WebAuthnRelyingPartyMismatch: PASSKEY_REFUSED,
} as const satisfies Record<string, Meaning>;

export type ExceptionName = keyof typeof EXCEPTIONS;

/**
 * Errors of AWS's front ends, before any action: they do not end in `Exception` everywhere.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
export const IAM_ERRORS: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'ExpiredTokenException',
  'ExpiredToken',
  'RequestExpired',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'OptInRequired',
]);
