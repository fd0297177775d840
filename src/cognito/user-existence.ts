import { Problem } from '../problems/problem';
import { rowOf, type Action } from './actions';
import type { UnknownUser } from './actions/row';
import { EXCEPTIONS, type ExceptionName } from './exceptions';
import { CognitoFailure } from './failure';

/** Exceptions that occur only for existing users, or only for unknown ones. */
export const HIDDEN_EXCEPTIONS: { readonly [Each in UnknownUser]: ReadonlySet<ExceptionName> } = {
  silent: new Set([
    'CodeDeliveryFailure',
    'InvalidEmailRoleAccessPolicy',
    'InvalidLambdaResponse',
    'InvalidSmsRoleAccessPolicy',
    'InvalidSmsRoleTrustRelationship',
    // Cognito applies this limit to existing users only.
    'LimitExceeded',
    'NotAuthorized',
    'PasswordResetRequired',
    'UnexpectedLambda',
    'UserLambdaValidation',
    'UserNotConfirmed',
    'UserNotFound',
  ]),
  wrong_code: new Set(['CodeMismatch', 'ExpiredCode', 'NotAuthorized', 'UserNotFound']),
};

/**
 * The detail of a refused code that must not reveal who exists; undefined for actions that succeed
 * silently.
 */
export const WRONG_CODE: { readonly [Each in UnknownUser]: string | undefined } = {
  silent: undefined,
  wrong_code: 'The code is wrong or has expired; request another.',
};

/** Messages of `InvalidParameterException` about the state of an existing user. */
const STATE = /already confirmed|cannot reset password|no registered\/verified/i;

/** Whether a problem reveals if a user exists, although the action must hide it. */
export function revealsUserExistence(action: Action, problem: Problem): boolean {
  const { unknownUser } = rowOf(action);
  const { cause } = problem.options;
  if (unknownUser === undefined || !(cause instanceof CognitoFailure)) return false;
  if (!cause.refused || cause.throttled || problem.code === 'cognito_misconfigured') return false;
  const name = cause.exception.replace(/Exception$/, '');
  if (HIDDEN_EXCEPTIONS[unknownUser].has(name as ExceptionName)) return (cause.status ?? 0) < 500;
  return problem.code === 'invalid_parameter' && STATE.test(cause.message);
}

/** The problem to throw: the one for a wrong code if the original would reveal who exists. */
export function withoutUserExistence(action: Action, problem: Problem): Problem {
  const { unknownUser } = rowOf(action);
  const detail = unknownUser && WRONG_CODE[unknownUser];
  if (detail === undefined || !revealsUserExistence(action, problem)) return problem;
  return new Problem(EXCEPTIONS.CodeMismatch.code, detail, { cause: problem.options.cause });
}

/** The result of a call for metrics: `ok` or the code that the caller gets. */
export const resultOf = (action: Action, error: unknown): string => {
  if (!(error instanceof Problem)) return 'internal_error';
  return revealsUserExistence(action, error) && rowOf(action).unknownUser === 'silent' ? 'ok' : error.code;
};
