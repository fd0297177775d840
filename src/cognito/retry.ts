import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoFailure } from './failure';
import { toProblem } from './errors';

/** Commands that change nothing, however often they are sent. */
const READS = /^(?:GetUser|GetGroup|AdminGet\w+|(?:Admin)?List\w+)Command$/;

const PASSING = new Set(['cognito_unavailable', 'rate_limited']);

/**
 * Whether a failed command may be sent once more. A read may after anything that passes. A write may only when it was
 * surely not carried out: else a refusal of the second attempt could be the echo of the first one's success.
 */
export function mayRetry(error: unknown, command: string): boolean {
  const failure = new CognitoFailure(error);
  if (failure.exception === 'CallerGone' || failure.exception === 'CredentialsUnavailable') return false;
  if (failure.notCarriedOut) return true;
  return READS.test(command) && failure.exception !== 'LimitExceededException' && passes(error);
}

const passes = (error: unknown): boolean => PASSING.has(toProblem(error, 'service').code);

/** Waits 50 to 250 ms, at random so that the callers of an outage do not come back all at once. */
export async function backOff(): Promise<void> {
  await sleep(50 + Math.random() * 200);
}
