import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options.ts';
import { AuthStatistics } from '../statistics.ts';
import type { SigningKey } from './jwk.ts';
import { KeyServer } from './key-server.ts';
import { keysUnavailable } from '../refusals.ts';

/**
 * How long an unknown key id waits after the last reading before the keys are read again. A new key is picked up
 * within this time of its first use, and a flood of made-up key ids costs one reading in each such span.
 */
const COOLDOWN_MS = 12_000;
/** The keys are read again on this schedule even without traffic, so that a key that was withdrawn goes. */
const REREAD_MS = 5 * 60_000;
/** Until the next reading after the first, second, ... one in a row that failed. */
const RETRY_MS = [250, 500, 1000, 2000, 4000, 5000] as const;

type Listener = (removed: ReadonlySet<KeyObject>) => void;

/** The pool's signing keys, kept in memory, read in the background and, for an unknown key id, on demand. */
@Injectable()
export class SigningKeys implements OnModuleInit, OnApplicationShutdown {
  readonly #server: KeyServer;
  #keys = new Map<string, SigningKey[]>();
  #published: ReadonlySet<KeyObject> = new Set();
  #reading: Promise<void> | undefined;
  #readAt = -Infinity;
  #failures = 0;
  #failure: unknown;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;
  #stopped = false;
  readonly #listeners: Listener[] = [];

  constructor(
    @Inject(AUTH_OPTIONS) options: AuthOptions,
    private readonly statistics: AuthStatistics,
  ) {
    this.#server = new KeyServer(options);
    statistics.keys = () => this.#published.size;
  }

  /** Starts the first reading without waiting for it: a key server that is down must not keep the service down. */
  onModuleInit(): void {
    void this.read();
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Whether any keys are known. */
  get loaded(): boolean {
    return this.#keys.size > 0;
  }

  /** Whether the pool publishes a key that the options refuse. */
  get publishesRefusedKey(): boolean {
    return this.#server.publishesRefusedKey;
  }

  /** Calls `listener` with the keys that have left the published set. */
  onRemoval(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Whether the key was published when the keys were last read. */
  has(key: KeyObject): boolean {
    return this.#published.has(key);
  }

  /** The keys of a key id, at once and from memory; none for an unknown one. Nearly always there is one. */
  get(keyId: string): readonly SigningKey[] {
    return this.#keys.get(keyId) ?? [];
  }

  /**
   * The keys of a key id that `get` does not know. Reads the published keys unless that was done a moment ago; then
   * another reading is planned, so that a key published since is known soon without anybody waiting for it.
   *
   * @returns none where the pool does not publish the key.
   * @throws Problem `keys_unavailable` where the keys could not be read.
   */
  async find(keyId: string): Promise<readonly SigningKey[]> {
    const sinceReading = performance.now() - this.#readAt;
    if (this.#reading || sinceReading >= COOLDOWN_MS) await this.read();
    else this.#plan(COOLDOWN_MS - sinceReading);
    const keys = this.get(keyId);
    if (keys.length === 0 && (this.#failures > 0 || !this.loaded)) throw keysUnavailable(this.#failure);
    return keys;
  }

  /** Reads the published keys; callers at the same time share one reading. Never rejects. */
  read(): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
      this.#plan(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? REREAD_MS);
    });
    return this.#reading;
  }

  async #readOnce(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timerAt = Infinity;
    this.#readAt = performance.now();
    try {
      this.#replace(await this.#server.read());
      this.#failures = 0;
      this.statistics.keyRead('ok');
      this.#failure = undefined;
    } catch (error) {
      // What is known stays known: an outage is no reason to refuse a token that a known key verifies.
      this.#failures += 1;
      this.statistics.keyRead('failed');
      this.#failure = error;
    }
  }

  /** A key that stays published keeps its object, so that what was verified with it stays remembered. */
  #replace(published: readonly SigningKey[]): void {
    const before = [...this.#keys.values()].flat();
    const keys = new Map<string, SigningKey[]>();
    for (const each of published) {
      const known = before.find(
        ({ keyId, thumbprint }) => keyId === each.keyId && thumbprint === each.thumbprint,
      );
      const same = keys.get(each.keyId) ?? [];
      if (same.some(({ thumbprint }) => thumbprint === each.thumbprint)) continue;
      keys.set(each.keyId, [...same, known ?? each]);
    }
    this.#keys = keys;
    this.#published = new Set([...keys.values()].flat().map(({ key }) => key));
    const removed = new Set(before.map(({ key }) => key).filter((key) => !this.#published.has(key)));
    if (removed.size > 0) for (const listener of this.#listeners) listener(removed);
  }

  /** Plans the next reading; one that is planned earlier stands. */
  #plan(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (this.#stopped || at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => void this.read(), Math.max(0, delayMs)).unref();
  }
}
