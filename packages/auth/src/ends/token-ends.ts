import type { Authenticator } from '../authenticator.ts';
import type { Revocations } from '../revocation/revocations.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';

/** Interval at which tokens are checked for expiry and withdrawn keys, in milliseconds. */
const EVERY_MS = 500;

interface Watch {
  readonly token: VerifiedToken;
  readonly onEnd: (refusal: unknown) => void;
}

/**
 * Notifies connections and long responses when their token has ended: it expired (clock tolerance
 * included), was revoked, or its key was withdrawn. It checks twice a second, and immediately after every
 * revocation.
 */
export class TokenEnds {
  readonly #watches = new Set<Watch>();
  #timer: NodeJS.Timeout | undefined;
  #isSweepDue = false;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly authenticator: Pick<Authenticator, 'recheck'>,
    revocations: Pick<Revocations, 'subscribe'>,
  ) {
    this.#unsubscribe = revocations.subscribe(() => this.#sweepSoon());
  }

  /** Number of watched tokens. */
  get size(): number {
    return this.#watches.size;
  }

  /**
   * Calls `onEnd` once, with the refusal that the token would get, when the token has ended.
   *
   * @returns a function that stops watching; call it when the connection or the response ends by itself.
   */
  watch(token: VerifiedToken, onEnd: (refusal: unknown) => void): () => void {
    const watch = { token, onEnd };
    this.#watches.add(watch);
    this.#timer ??= setInterval(() => this.#sweep(), EVERY_MS).unref();
    return () => this.#drop(watch);
  }

  stop(): void {
    this.#unsubscribe();
    this.#watches.clear();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Several revocations at the same time cause a single sweep. */
  #sweepSoon(): void {
    if (this.#isSweepDue || this.#watches.size === 0) return;
    this.#isSweepDue = true;
    setImmediate(() => {
      this.#isSweepDue = false;
      this.#sweep();
    });
  }

  #sweep(): void {
    for (const watch of this.#watches) {
      const refusal = this.#refusalOf(watch.token);
      if (refusal === undefined) continue;
      this.#drop(watch);
      watch.onEnd(refusal);
    }
  }

  #refusalOf(token: VerifiedToken): unknown {
    try {
      return this.authenticator.recheck(token);
    } catch (error) {
      return error;
    }
  }

  #drop(watch: Watch): void {
    this.#watches.delete(watch);
    if (this.#watches.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
