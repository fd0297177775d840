import type { ProblemCode } from '../problems/catalogue';

/** What any call to Cognito on behalf of nobody yet known may come to. */
export const OF_COGNITO: readonly ProblemCode[] = [
  'invalid_parameter',
  'forbidden',
  'not_found',
  'rate_limited',
  'refused_by_trigger',
  'cognito_error',
  'cognito_unavailable',
];

/** What signing in may come to besides. */
export const OF_SIGN_IN: readonly ProblemCode[] = [
  ...OF_COGNITO,
  'bad_credentials',
  'user_not_confirmed',
  'password_reset_required',
];
