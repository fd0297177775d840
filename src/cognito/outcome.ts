import { Problem } from '../problems/problem';
import { CognitoFailure } from './failure';

/**
 * Whether Cognito may have carried out an action that failed: after a timeout, a lost connection, a 5xx or an answer that
 * cannot be read. After a refusal, or a connection that was never made, it did not. An error of our own says nothing of it.
 */
export function outcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  const { cause } = error.options;
  return error.code === 'cognito_unavailable' && !(cause instanceof CognitoFailure && cause.notCarriedOut);
}
