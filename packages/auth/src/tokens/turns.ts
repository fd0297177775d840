/** So long after a refusal further refusals are expected. */
const WATCH_MS = 1000;

/**
 * Lets requests with tokens that are not known yet go one at a time while tokens are being refused, one in each turn of
 * the event loop: between two of them the requests of known callers are read and answered, so that a flood of bad
 * tokens makes nobody wait for more than one of its signatures. Without refusals nobody waits.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #refusedAt = -Infinity;

  /** A token was refused. */
  refused(): void {
    this.#refusedAt = performance.now();
  }

  /** Starts `task` at once, or in its turn. Each task belongs to an open request, which bounds how many wait. */
  take<T>(task: () => Promise<T>): Promise<T> {
    const nobodyWaits = this.#waiting.length === 0;
    if (nobodyWaits && performance.now() - this.#refusedAt > WATCH_MS) return task();
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(task()));
      if (nobodyWaits) setImmediate(this.#next);
    });
  }

  readonly #next = (): void => {
    this.#waiting[0]?.();
    this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(this.#next);
  };
}
