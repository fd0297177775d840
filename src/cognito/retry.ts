import { setTimeout as sleep } from 'node:timers/promises';
import { rowOf, type Action } from './actions';
import { toProblem } from './errors';
import { CognitoFailure } from './failure';

const TRANSIENT = new Set(['cognito_unavailable', 'rate_limited']);

/**
 * Whether a failed action may be repeated. A read may be repeated after any transient failure. A write may be
 * repeated only if it was certainly not carried out: otherwise the second attempt could fail because the first one
 * succeeded.
 */
export function mayRetry(error: unknown, action: Action): boolean {
  const failure = new CognitoFailure(error);
  if (failure.exception === 'CallerDisconnected' || failure.exception === 'CredentialsUnavailable')
    return false;
  if (failure.unknownAction) return false;
  if (failure.notCarriedOut) return true;
  return (
    rowOf(action).repeatable === true && failure.exception !== 'LimitExceededException' && isTransient(error)
  );
}

const isTransient = (error: unknown): boolean => TRANSIENT.has(toProblem(error, 'iam').code);

/** Waits 50 to 250 ms, at random, so that retries after an outage do not arrive at the same moment. */
export async function backOff(): Promise<void> {
  await sleep(50 + Math.random() * 200);
}
