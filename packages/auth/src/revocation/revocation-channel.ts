import type { Revocation } from './revocations.ts';

/** A revocation with the second from which on it holds, as instances tell one another. */
export interface TimedRevocation {
  readonly revocation: Revocation;
  /** Seconds since the epoch: tokens issued up to then are refused. */
  readonly at: number;
}

/** How instances share revocations: a set that all can read, and word of each new one. */
export abstract class RevocationChannel {
  /** Adds to the set and tells every instance. Adding twice does no harm; of two times the later one stays. */
  abstract push(revocations: readonly TimedRevocation[]): Promise<void>;

  /** The whole set, without what is older than `since`. */
  abstract readSince(since: number): Promise<TimedRevocation[]>;

  /**
   * Starts listening. `onRevocation` is called for each new one, and `onConnected` each time that word of new ones
   * begins to arrive: whatever was told before then has to be read.
   */
  abstract listen(onRevocation: (revocation: TimedRevocation) => void, onConnected: () => void): void;
}
