/** How many failed attempts an account may have, and what comes after. */
export interface GuessLimit {
  /** So many failures in a window are followed by no delay. */
  readonly budget: number;
  readonly windowMs: number;
}

/** How an attempt ended. */
export type GuessOutcome =
  /** It was wrong. */
  | 'failed'
  /** It was right: what was counted is forgotten. */
  | 'proved'
  /** It says nothing: it was not carried out, or more is asked for. */
  | 'neither';

export const FIRST_DELAY_MS = 1000;
/** No delay is longer. */
export const LONGEST_DELAY_MS = 900_000;

/** The delay after the `failures`-th failure: none within the budget, then 1 s, 2 s, 4 s, … */
export function delayAfterMs(failures: number, { budget }: GuessLimit): number {
  const beyond = failures - budget;
  return beyond <= 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (beyond - 1), LONGEST_DELAY_MS);
}

/** What comes of the wish to make an attempt. */
export interface GuessBegun {
  /** As how many failures the account has, with this attempt. */
  readonly failures: number;
  /** More than 0: no attempt may be made for so long, and none was counted. */
  readonly blockedMs: number;
}

/**
 * Where attempts are counted, by the name of an account. An attempt counts as failed from its beginning, so that many
 * at a time are no way around the budget.
 */
export interface GuessLedger {
  begin(name: string): Promise<GuessBegun>;
  /** Tells how an attempt ended that was begun. */
  end(name: string, begun: GuessBegun, outcome: GuessOutcome): Promise<void>;
}
