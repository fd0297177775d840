import type { TimedRevocation } from './revocation.ts';

/** Shares revocations between instances: a set that all of them can read, and a message about each new entry. */
export abstract class RevocationChannel {
  /** Adds to the set and sends a message to every instance. Idempotent; the later of two times counts. */
  abstract push(revocations: readonly TimedRevocation[]): Promise<void>;

  /** Reads the whole set, without entries older than `since` (seconds since the epoch). */
  abstract readSince(since: number): Promise<TimedRevocation[]>;

  /**
   * Starts to listen. `onRevocation` is called for each new revocation, and `onConnected` each time that
   * messages begin to arrive: earlier ones must be read from the set.
   */
  abstract listen(onRevocation: (revocation: TimedRevocation) => void, onConnected: () => void): void;
}
