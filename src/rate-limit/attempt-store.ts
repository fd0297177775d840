/** `ACCOUNT_RATE_LIMIT`: the failed attempts that one account may have. */
export interface AttemptLimit {
  /** Failures per window that cause no delay. */
  readonly budget: number;
  readonly windowMs: number;
}

/**
 * How an attempt ended. `succeeded` and `inconclusive` (an outage, a value that is refused, a challenge) take back their
 * own attempt and nothing else: the failures of other callers stay.
 */
export type AttemptOutcome = 'failed' | 'succeeded' | 'inconclusive';

export const FIRST_DELAY_MS = 1000;
export const MAX_DELAY_MS = 900_000;

/** The delay after the `failures`-th failure: none within the budget, then 1 s, 2 s, 4 s, up to 15 minutes. */
export function delayAfterMs(failures: number, { budget }: AttemptLimit): number {
  const beyond = failures - budget;
  return beyond <= 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (beyond - 1), MAX_DELAY_MS);
}

/** Result of starting an attempt. */
export interface AttemptStart {
  /** Failure count of the account, this attempt included. */
  readonly failures: number;
  /** Milliseconds until the next attempt is allowed. Above 0 this one is refused and not counted. */
  readonly blockedMs: number;
}

/**
 * Counts attempts by account. An attempt counts as a failure from its start, so that attempts made in parallel cannot
 * exceed the budget.
 */
export interface AttemptStore {
  start(account: string): Promise<AttemptStart>;
  end(account: string, start: AttemptStart, outcome: AttemptOutcome): Promise<void>;
  /** Adds the failures counted under one key to another, and forgets the first. */
  move(from: string, to: string): Promise<void>;
}
