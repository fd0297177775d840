import type { ProblemCode } from '../problems/catalogue';
import { rowOf, type Action } from './actions';
import type { Credentials } from './actions/row';
import { EXCEPTIONS, type ExceptionName } from './exceptions';
import { HIDDEN_EXCEPTIONS, WRONG_CODE } from './user-existence';

/** Problems that any action can return. */
const ALWAYS: readonly ProblemCode[] = [
  'rate_limited',
  'not_available_here',
  'cognito_error',
  'cognito_misconfigured',
  'cognito_unavailable',
];

/** Possible meanings of `NotAuthorizedException`: see `notAuthorized`. */
const NOT_AUTHORIZED: { readonly [Each in Credentials]: readonly ProblemCode[] } = {
  'access-token': ['not_allowed', 'token_revoked', 'insufficient_scope'],
  iam: ['not_allowed'],
  'sign-in': ['bad_credentials'],
  none: ['not_allowed'],
};

/**
 * The problems that these actions can return, for `@Route({ problems })`, derived from the exceptions in
 * their rows.
 */
export const problemsOf = (...actions: readonly Action[]): ProblemCode[] =>
  unique(actions.flatMap((action) => codesOf(action, rowOf(action).credentials)));

/** The same for actions that are called with a session instead of an access token. */
export const problemsWithSession = (...actions: readonly Action[]): ProblemCode[] =>
  unique(actions.flatMap((action) => codesOf(action, 'sign-in')));

const unique = (codes: readonly ProblemCode[]): ProblemCode[] => [...new Set(codes)];

function codesOf(action: Action, credentials: Credentials): readonly ProblemCode[] {
  const { exceptions, unknownUser } = rowOf(action);
  const hidden = unknownUser === undefined ? new Set<ExceptionName>() : HIDDEN_EXCEPTIONS[unknownUser];
  const told = exceptions.filter((name) => !hidden.has(name));
  return [
    ...told.flatMap((name) => meaningsOf(name, credentials)),
    ...(unknownUser !== undefined && WRONG_CODE[unknownUser] !== undefined
      ? [EXCEPTIONS.CodeMismatch.code]
      : []),
    ...ALWAYS,
    ...(credentials === 'iam' ? (['cognito_denied'] as const) : []),
  ];
}

function meaningsOf(name: ExceptionName, credentials: Credentials): readonly ProblemCode[] {
  if (name === 'NotAuthorized') return NOT_AUTHORIZED[credentials];
  if (name === 'UserNotFound' && credentials === 'sign-in') return ['bad_credentials'];
  // An action of the app client refers to no other resource: see `isMisconfiguration`.
  if (name === 'ResourceNotFound' && (credentials === 'sign-in' || credentials === 'none')) return [];
  return [EXCEPTIONS[name].code];
}
