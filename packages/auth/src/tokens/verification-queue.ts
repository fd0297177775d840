import { addressOf } from './sender-address.ts';

/** How long after a rejected token verifications are still queued. */
const WATCH_MS = 1000;
/** How long verifications may keep one turn of the event loop busy: a few signatures. */
const TURN_MS = 0.25;

/** Where a token comes from: the address that the server takes for the client's. */
export interface Sender {
  readonly ip?: string | undefined;
}

/**
 * Puts the verification of new tokens in order while tokens are being rejected. Each turn of the event loop verifies a few,
 * so that the requests of known callers are answered in between; and the addresses that send new tokens take turns, so that
 * a flood from some of them delays the others by one verification for each address at most. Without rejections nobody
 * waits.
 */
export class VerificationQueue {
  /** Waiting tasks by address; the address whose turn it is comes first. Each belongs to an open request. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #rejectedAt = -Infinity;

  /** A token was rejected. */
  noteRejection(): void {
    this.#rejectedAt = performance.now();
  }

  /** Starts `task` at once, or in its turn. */
  run<T>(task: () => Promise<T>, sender?: Sender): Promise<T> {
    const idle = this.#waiting.size === 0;
    if (idle && performance.now() - this.#rejectedAt > WATCH_MS) return task();
    return new Promise((resolve) => {
      this.#add(addressOf(sender?.ip), () => resolve(task()));
      if (idle) setImmediate(this.#takeTurn);
    });
  }

  #add(address: string, start: () => void): void {
    const queue = this.#waiting.get(address);
    if (queue) queue.push(start);
    else this.#waiting.set(address, [start]);
  }

  readonly #takeTurn = (): void => {
    const end = performance.now() + TURN_MS;
    do this.#startNext();
    while (this.#waiting.size > 0 && performance.now() < end);
    if (this.#waiting.size > 0) setImmediate(this.#takeTurn);
  };

  #startNext(): void {
    for (const [address, queue] of this.#waiting) {
      const start = queue.shift();
      // To the end of the round, if anything is left.
      this.#waiting.delete(address);
      if (queue.length > 0) this.#waiting.set(address, queue);
      start?.();
      return;
    }
  }
}
