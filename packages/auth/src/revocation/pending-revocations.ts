import { keyInPool } from './covered-by.ts';
import type { TimedRevocation } from './revocation.ts';

/** More than this many are replaced by one per pool: every token issued up to now. Memory stays bounded. */
const MAX_PENDING = 50_000;

/** Revocations that hold here and have not been shared yet. */
export class PendingRevocations {
  readonly #waiting = new Map<string, TimedRevocation>();

  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Keeps revocations until they are shared.
   *
   * @returns what replaced all of them where they were too many; empty otherwise.
   */
  keep(revocations: readonly TimedRevocation[]): readonly TimedRevocation[] {
    for (const each of revocations) this.#waiting.set(keyInPool(each), each);
    return this.#waiting.size > MAX_PENDING ? this.#replaceAll() : [];
  }

  /** These were shared. One of the same key that has been kept since, with a later time, stays. */
  settle(shared: readonly TimedRevocation[]): void {
    for (const each of shared) {
      const key = keyInPool(each);
      const waiting = this.#waiting.get(key);
      if (waiting && waiting.at <= each.at) this.#waiting.delete(key);
    }
  }

  /** Drops every revocation that `isShared`. */
  settleWhere(isShared: (revocation: TimedRevocation) => boolean): void {
    for (const [key, each] of this.#waiting) if (isShared(each)) this.#waiting.delete(key);
  }

  #replaceAll(): TimedRevocation[] {
    const latest = new Map<string | undefined, number>();
    for (const { revocation, at } of this.#waiting.values())
      latest.set(revocation.pool, Math.max(at, latest.get(revocation.pool) ?? at));
    const all = Array.from(latest, ([pool, at]): TimedRevocation => ({
      revocation: { kind: 'all', ...(pool && { pool }) },
      at,
    }));
    this.#waiting.clear();
    for (const each of all) this.#waiting.set(keyInPool(each), each);
    return all;
  }
}
