import type { ProblemCode } from '../problems/catalogue';

/** Problems that a call to the identity pool can return. */
export const IDENTITY_POOL_PROBLEMS: readonly ProblemCode[] = [
  'forbidden',
  'invalid_parameter',
  'conflict',
  'rate_limited',
  'cognito_error',
  'cognito_misconfigured',
  'cognito_unavailable',
];
