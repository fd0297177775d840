import { CognitoFailure } from '../cognito/failure';
import { Problem } from '../problems/problem';

/** How endpoints name an action that they lack: AWS front ends, and cognito-local (`CognitoLocal#Unsupported`). */
const NAMES = new Set(['UnknownOperationException', 'UnknownOperation', 'InvalidAction', 'Unsupported']);

/**
 * Whether the endpoint does not know the action that was asked. moto says so with a web page and status 500; a 500 of
 * Cognito itself is an outage and has a JSON body.
 */
export function isUnknownAction(error: unknown): boolean {
  const cause = error instanceof Problem ? error.options.cause : undefined;
  if (!(cause instanceof CognitoFailure)) return false;
  return NAMES.has(cause.exception) || (cause.html && cause.status === 500);
}
