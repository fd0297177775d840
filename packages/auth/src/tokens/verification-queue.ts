import { addressOf } from './sender-address.ts';

/** How long after a rejected token verifications are still queued. */
const WATCH_MS = 1000;
/** While known callers are served, a turn starts one verification if no more than this has passed since the last. */
const SHORT_TURN_MS = 1;
/** After more time than that, verifications may take this share of the rest. */
const SHARE = 1 / 8;
/** After so many turns without a known caller, there is nobody to wait. */
const CALM_TURNS = 50;
/** How long verifications may then keep one turn of the event loop busy: a few signatures. */
const CALM_TURN_MS = 0.25;

/** Where a token comes from: the address that the server takes for the client's. */
export interface Sender {
  readonly ip?: string | undefined;
}

/**
 * Puts the verification of new tokens in order while tokens are being rejected. While known callers are served, every second
 * turn of the event loop verifies one token, so that their requests are answered in between, and more where those have kept
 * it busy for long; and the addresses that send new tokens take turns, so that
 * a flood from some of them delays the others by one verification for each address at most. Without rejections nobody
 * waits.
 */
export class VerificationQueue {
  /** Waiting tasks by address; the address whose turn it is comes first. Each belongs to an open request. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #rejectedAt = -Infinity;
  #turnAt = 0;
  /** Turns since the last known caller. */
  #calmTurns = 0;

  /** A token was rejected. */
  noteRejection(): void {
    this.#rejectedAt = performance.now();
  }

  /** A known caller was served. */
  noteKnown(): void {
    this.#calmTurns = 0;
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
    const isCalm = this.#calmTurns >= CALM_TURNS;
    const end = now + (isCalm ? CALM_TURN_MS : (now - this.#turnAt - SHORT_TURN_MS) * SHARE);
    this.#turnAt = now;
    this.#calmTurns += 1;
    do this.#startNext();
    while (this.#waiting.size > 0 && performance.now() < end);
    if (this.#waiting.size > 0) setImmediate(isCalm ? this.#takeTurn : this.#skipTurn);
  };

  /** A turn for known callers alone. */
  readonly #skipTurn = (): void => void setImmediate(this.#takeTurn);

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
