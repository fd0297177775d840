import { Problem } from '../problems/problem';
import { CognitoFailure } from './failure';

/**
 * Whether Cognito may have carried out a failed action: true after a timeout, a lost connection, a 5xx or an
 * unreadable response, and for any error that is not a problem; false after a refusal or a failed connection.
 */
export function outcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  const { cause } = error.options;
  return error.code === 'cognito_unavailable' && !(cause instanceof CognitoFailure && cause.notCarriedOut);
}
