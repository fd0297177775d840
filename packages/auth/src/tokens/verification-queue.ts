import { addressOf } from './sender-address.ts';

/** How long after a rejected token verifications are still queued. */
const WATCH_MS = 1000;
/** A turn of the event loop that took no longer than this is followed by one verification. */
const SHORT_TURN_MS = 1;
/** After a longer turn, verifications may take this share of what it took beyond that. */
const SHARE = 1 / 8;

/** Where a token comes from: the address that the server takes for the client's. */
export interface Sender {
  readonly ip?: string | undefined;
}

/**
 * Puts the verification of new tokens in order while tokens are being rejected. Each turn of the event loop verifies one,
 * so that the requests of known callers are answered in between, and more where those have kept it busy for long; and the addresses that send new tokens take turns, so that
 * a flood from some of them delays the others by one verification for each address at most. Without rejections nobody
 * waits.
 */
export class VerificationQueue {
  /** Waiting tasks by address; the address whose turn it is comes first. Each belongs to an open request. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #rejectedAt = -Infinity;
  #turnAt = 0;

  /** A token was rejected. */
  noteRejection(): void {
    this.#rejectedAt = performance.now();
  }

  /** Starts `task` at once, or in its turn. */
  run<T>(task: () => T | Promise<T>, sender?: Sender): T | Promise<T> {
    const now = performance.now();
    const idle = this.#waiting.size === 0;
    if (idle && now - this.#rejectedAt > WATCH_MS) return task();
    if (idle) {
      this.#turnAt = now;
      setImmediate(this.#takeTurn);
    }
    return new Promise((resolve, reject) => {
      this.#add(addressOf(sender?.ip), () => {
        try {
          resolve(task());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #add(address: string, start: () => void): void {
    const queue = this.#waiting.get(address);
    if (queue) queue.push(start);
    else this.#waiting.set(address, [start]);
  }

  readonly #takeTurn = (): void => {
    const now = performance.now();
    const end = now + (now - this.#turnAt - SHORT_TURN_MS) * SHARE;
    this.#turnAt = now;
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
