import type { ProblemCode } from '../problems/catalogue';

/** What any call to Cognito with the service's own rights may come to. */
export const OF_COGNITO: readonly ProblemCode[] = [
  'invalid_parameter',
  'not_allowed',
  'not_found',
  'cognito_error',
  'cognito_denied',
  'cognito_unavailable',
];
