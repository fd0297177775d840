import { Problem } from '../problems/problem';
import { CognitoFailure } from './failure';

/**
 * Whether the failure leaves it unknown if Cognito carried the action out (timeout, connection lost, 5xx, junk
 * answer). A refusal does not, nor does a connection that was never made; a fault of our own does.
 */
export function outcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  const { cause } = error.options;
  return error.code === 'cognito_unavailable' && !(cause instanceof CognitoFailure && cause.notCarriedOut);
}
