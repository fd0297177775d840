import { addressOf } from './sender-address.ts';

/** How long new tokens are queued after a rejected token, in milliseconds. */
const WATCH_MS = 1000;
/**
 * While requests with cached tokens arrive: the number of turns of the event loop without a verification before each turn
 * with one. A higher number would delay new tokens further, and would not answer known callers sooner, as measured.
 */
const FREE_TURNS = 7;
/** If the turns since the last verification took at most this long together, the next one starts only one. */
const SHORT_MS = 1;
/** Share of the time beyond `SHORT_MS` that the next turn may spend on verifications. */
const SHARE = 1 / 8;
/** Number of turns without a cached token after which no known caller can be delayed. */
const CALM_TURNS = 100;
/** How long a turn may spend on verifications from then on: enough for a few signatures. */
const CALM_TURN_MS = 0.25;

/** The sender of a token: the client address as the server determines it. */
export interface Sender {
  readonly ip?: string | undefined;
}

/**
 * Queues the verification of new tokens while tokens are being rejected; otherwise verification starts
 * immediately.
 *
 * While requests with cached tokens arrive, every eighth turn of the event loop verifies one token, so that those
 * requests are answered in between, and more tokens if the last turns took long. The addresses that send new tokens
 * take turns, so a flood from some of them delays any other address by at most one verification for each.
 */
export class VerificationQueue {
  /** Waiting tasks by address, the next address first. Each task belongs to an open request. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #rejectedAt = -Infinity;
  #turnAt = 0;
  /** Turns since the last verification. */
  #freeTurns = 0;
  /** Turns since the last cached token. */
  #calmTurns = 0;

  /** Call this when a token was rejected. */
  noteRejection(): void {
    this.#rejectedAt = performance.now();
  }

  /** Call this when a cached token was used. */
  noteCacheHit(): void {
    this.#calmTurns = 0;
  }

  /** Starts `task` immediately, or when it is its turn. */
  run<T>(task: () => T | Promise<T>, sender?: Sender): T | Promise<T> {
    const now = performance.now();
    const idle = this.#waiting.size === 0;
    if (idle && now - this.#rejectedAt > WATCH_MS) return task();
    if (idle) {
      this.#turnAt = now;
      setImmediate(this.#turn);
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

  readonly #turn = (): void => {
    const isCalm = this.#calmTurns >= CALM_TURNS;
    this.#calmTurns += 1;
    if (isCalm || this.#freeTurns >= FREE_TURNS) this.#verify(isCalm);
    else this.#freeTurns += 1;
    if (this.#waiting.size > 0) setImmediate(this.#turn);
  };

  #verify(isCalm: boolean): void {
    const now = performance.now();
    const end = now + (isCalm ? CALM_TURN_MS : (now - this.#turnAt - SHORT_MS) * SHARE);
    this.#turnAt = now;
    this.#freeTurns = 0;
    do this.#startNext();
    while (this.#waiting.size > 0 && performance.now() < end);
  }

  #startNext(): void {
    for (const [address, queue] of this.#waiting) {
      const start = queue.shift();
      // Move the address to the end of the round if it has more tasks.
      this.#waiting.delete(address);
      if (queue.length > 0) this.#waiting.set(address, queue);
      start?.();
      return;
    }
  }
}
