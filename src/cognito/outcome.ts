import { Problem } from '../problems/problem';

/**
 * Whether the failure leaves it unknown if Cognito carried the action out (timeout, connection lost, 5xx, junk
 * answer). A refusal does not, nor does a connection that was never made.
 */
export function outcomeUnknown(error: unknown): boolean {
  return !(error instanceof Problem) || error.code === 'cognito_unavailable';
}
