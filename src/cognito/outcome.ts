import { Problem } from '../problems/problem';
import { CognitoFailure } from './failure';

/**
 * Whether Cognito may have carried out a failed action: true after a timeout, a lost connection, a 5xx or
 * an unreadable response; false after a refusal, a failed connection or an error of our own.
 */
export function outcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  const { cause } = error.options;
  return error.code === 'cognito_unavailable' && !(cause instanceof CognitoFailure && cause.notCarriedOut);
}
