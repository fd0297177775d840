import { Problem } from '../problems/problem';
import { CognitoFailure } from './failure';

/**
 * Whether the endpoint does not know the action that was called, so that an older action may be called instead. Apart from
 * `not_available_here` this is moto's answer, a web page with status 500; Cognito's own 500 has a JSON body.
 */
export function isUnknownAction(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  const { cause } = error.options;
  return (
    error.code === 'not_available_here' ||
    (cause instanceof CognitoFailure && cause.isPage && cause.status === 500)
  );
}
