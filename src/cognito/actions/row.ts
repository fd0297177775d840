import type { z } from 'zod';
import type { ExceptionName } from '../exceptions';

/**
 * How an action hides whether the user exists:
 * - `silent`: it succeeds;
 * - `wrong_code`: it returns the same refusal for a code that is wrong, expired or used, and for an unknown
 *   user. Only an existing user has a code that can expire; and if the app client hides who exists,
 *   ConfirmSignUp reports the code of an unknown user as expired.
 */
export type UnknownUser = 'silent' | 'wrong_code';

/**
 * What authorizes a call:
 * - `access-token`: the caller's own access token;
 * - `iam`: the service's IAM credentials;
 * - `sign-in`: a password, code, session or refresh token in the request itself;
 * - `none`: nothing, as at sign-up and for a forgotten password.
 */
export type Credentials = 'access-token' | 'iam' | 'sign-in' | 'none';

/**
 * A request-rate category. Cognito limits the requests per second of each category for all user pools of an account and
 * region together.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations
 */
export type QuotaCategory =
  | 'UserAuthentication'
  | 'UserCreation'
  | 'UserAccountRecovery'
  | 'UserRead'
  | 'UserUpdate'
  | 'UserToken'
  | 'UserResourceRead'
  | 'UserResourceUpdate'
  | 'UserList'
  | 'UserPoolResourceRead'
  | 'UserPoolResourceUpdate';

/** Why an action ends access tokens that were issued before it. */
export type RevocationReason = 'sign-out' | 'disable' | 'delete' | 'password' | 'groups' | 'session';

/** Everything that the service knows about one action. */
export interface ActionRow {
  /** What authorizes the action. `orSession` marks an action that accepts a session instead of an access token. */
  readonly credentials: Credentials;
  readonly orSession?: true;
  readonly category: QuotaCategory;
  /** The action only reads, so it may be repeated after any failure. */
  readonly repeatable?: true;
  /** Tokens that must be refused after this action, and why. */
  readonly revokes?: RevocationReason;
  /** How the action hides whether a user exists. */
  readonly unknownUser?: UnknownUser;
  /**
   * The required shape of a response. The SDK does not check it: it would take a proxy's HTTP 200 for an
   * empty user.
   */
  readonly answer?: z.ZodType;
  /** The exceptions that AWS documents for the action, without the ending `Exception`. */
  readonly exceptions: readonly ExceptionName[];
}

/** Exceptions that any action may throw; AWS documents nearly all of them for each. */
export const ANY_ACTION = [
  'InternalError',
  'InvalidParameter',
  'NotAuthorized',
  'OperationNotEnabled',
  'ResourceNotFound',
  'TooManyRequests',
] as const;

/** Exceptions of unsigned actions: `ANY_ACTION`, and the refusal by a web ACL. */
export const UNSIGNED = [...ANY_ACTION, 'Forbidden'] as const;

/** Exceptions of the actions that take an access token. */
export const WITH_TOKEN = [...UNSIGNED, 'PasswordResetRequired', 'UserNotConfirmed', 'UserNotFound'] as const;

/** Exceptions of the actions that invoke a Lambda trigger. */
export const TRIGGER = ['InvalidLambdaResponse', 'UnexpectedLambda', 'UserLambdaValidation'] as const;

/** Exceptions of the roles with which Cognito sends messages. */
export const MESSAGE_ROLES = [
  'InvalidEmailRoleAccessPolicy',
  'InvalidSmsRoleAccessPolicy',
  'InvalidSmsRoleTrustRelationship',
] as const;

/** Exceptions of the actions that send a code. */
export const DELIVERY = ['CodeDeliveryFailure', ...MESSAGE_ROLES] as const;
