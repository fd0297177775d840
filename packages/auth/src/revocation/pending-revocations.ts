import { keyInPool } from './covered-by.ts';
import type { TimedRevocation } from './revocation.ts';

/**
 * Above this number, one revocation for each pool replaces all others: every token issued up to now. This
 * bounds memory.
 */
const MAX_PENDING = 50_000;

/** Revocations that this instance applies and has not shared yet. */
export class PendingRevocations {
  readonly #waiting = new Map<string, TimedRevocation>();

  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Keeps revocations until they are shared.
   *
   * @returns the revocations that replaced all others if there were too many; otherwise empty.
   */
  keep(revocations: readonly TimedRevocation[]): readonly TimedRevocation[] {
    for (const each of revocations) this.#waiting.set(keyInPool(each), each);
    return this.#waiting.size > MAX_PENDING ? this.#replaceAll() : [];
  }

  /** Removes revocations that were shared. One with the same key and a later time stays. */
  settle(shared: readonly TimedRevocation[]): void {
    for (const each of shared) {
      const key = keyInPool(each);
      const waiting = this.#waiting.get(key);
      if (waiting && waiting.at <= each.at) this.#waiting.delete(key);
    }
  }

  /** Removes every revocation for which `isDone` returns true. */
  settleWhere(isDone: (revocation: TimedRevocation) => boolean): void {
    for (const [key, each] of this.#waiting) if (isDone(each)) this.#waiting.delete(key);
  }

  #replaceAll(): TimedRevocation[] {
    const latest = new Map<string | undefined, number>();
    for (const { revocation, at } of this.#waiting.values())
      latest.set(revocation.pool, Math.max(at, latest.get(revocation.pool) ?? at));
    const all = Array.from(latest, ([pool, at]): TimedRevocation => ({
      revocation: { kind: 'all', pool },
      at,
    }));
    this.#waiting.clear();
    for (const each of all) this.#waiting.set(keyInPool(each), each);
    return all;
  }
}
