import { Problem } from '../problems/problem';
import { CognitoFailure } from './failure';

/**
 * Whether the endpoint does not support the action, so that an older action can be called instead:
 * `not_available_here`, or moto's response, a web page with status 500. Cognito's own 500 has a JSON body.
 */
export function isUnknownAction(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  const { cause } = error.options;
  return (
    error.code === 'not_available_here' ||
    (cause instanceof CognitoFailure && cause.isPage && cause.status === 500)
  );
}
