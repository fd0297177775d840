import type { KeyObject } from 'node:crypto';
import { SILENT, type Log } from '../log.ts';
import { keysUnavailable } from '../refusals.ts';
import type { AuthStatistics } from '../statistics.ts';
import type { SigningKey } from './jwk.ts';
import { EmulatorKeyPublished, KeyServer, type KeyServerOptions } from './key-server.ts';

/**
 * Minimum interval between fetches that unknown key ids cause. A new key is used within this time of its
 * first token, and a flood of made-up key ids causes one fetch for each interval.
 */
const COOLDOWN_MS = 12_000;
/** Interval of scheduled fetches, which also happen without traffic, so that withdrawn keys are removed. */
const REREAD_MS = 5 * 60_000;
/** Delay before the next fetch after the first, second, ... consecutive failure. */
const RETRY_MS = [250, 500, 1000, 2000, 4000, 5000] as const;
/** A continuing failure is logged again after this time. */
const LOG_AGAIN_MS = 60_000;

type Listener = (removed: ReadonlySet<KeyObject>) => void;

/**
 * The pool's signing keys, cached in memory, fetched in the background and, for an unknown key id, on
 * demand.
 */
export class SigningKeys {
  readonly #server: KeyServer;
  #keys = new Map<string, readonly SigningKey[]>();
  #published: ReadonlySet<KeyObject> = new Set();
  #reading: Promise<void> | undefined;
  #readAt = -Infinity;
  /**
   * One fetch may ignore the cooldown, because a key may have been published just after the previous fetch.
   */
  #spare = true;
  #failures = 0;
  #failure: unknown;
  #loggedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;
  #stopped = false;
  readonly #listeners: Listener[] = [];

  constructor(
    options: KeyServerOptions,
    private readonly statistics: AuthStatistics,
    private readonly log: Log = SILENT,
  ) {
    this.#server = new KeyServer(options);
  }

  /**
   * Starts the first fetch without waiting for it: the application must start even if the key server is
   * down.
   */
  start(): void {
    void this.read();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Whether any keys are known. */
  get loaded(): boolean {
    return this.#keys.size > 0;
  }

  /** Number of known keys. */
  get size(): number {
    return this.#published.size;
  }

  /** The error of the last fetch; undefined if it succeeded. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Whether the pool publishes the key of an emulator, which the options refuse. */
  get publishesEmulatorKey(): boolean {
    return this.#failure instanceof EmulatorKeyPublished;
  }

  /** Calls `listener` with keys that are no longer published. */
  onRemoval(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Whether the last fetch contained the key. */
  has(key: KeyObject): boolean {
    return this.#published.has(key);
  }

  /** The keys of a key id, from memory; undefined for an unknown id. Usually there is one key. */
  get(keyId: string): readonly SigningKey[] | undefined {
    return this.#keys.get(keyId);
  }

  /**
   * The keys of a key id that `get` does not know. Fetches the published keys unless the cooldown is
   * running; in that case a fetch is scheduled, so that a new key is known soon and no request waits for
   * it.
   *
   * @returns undefined if the pool does not publish the key.
   * @throws Problem `keys_unavailable` if the keys could not be fetched.
   */
  async find(keyId: string): Promise<readonly SigningKey[] | undefined> {
    if (this.#reading || this.#mayRead()) await this.read();
    else this.#planAfterCooldown();
    const keys = this.get(keyId);
    if (!keys && (this.#failures > 0 || !this.loaded)) throw keysUnavailable(this.#failure);
    return keys;
  }

  /**
   * Call this if a signature does not verify with the known keys of its key id: the pool may have published
   * another key with that id. The keys are fetched after the cooldown. No request waits for the fetch,
   * because such a token is usually forged.
   */
  noteBadSignature(): void {
    if (!this.#reading) this.#planAfterCooldown();
  }

  /** Fetches the published keys; concurrent callers share one fetch. Never rejects. */
  read(): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
      this.#plan(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? REREAD_MS);
    });
    return this.#reading;
  }

  /** Whether an unknown key id may cause a fetch now. */
  #mayRead(): boolean {
    const cooledDown = performance.now() - this.#readAt >= COOLDOWN_MS;
    const may = cooledDown || (this.#spare && this.#failures === 0);
    this.#spare = cooledDown;
    return may;
  }

  async #readOnce(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timerAt = Infinity;
    this.#readAt = performance.now();
    try {
      this.#replace(await this.#server.read());
      this.#succeeded();
    } catch (error) {
      // Known keys stay: an outage does not invalidate a token that a known key verifies.
      this.#failed(error);
    }
  }

  #succeeded(): void {
    if (this.#failures > 0) this.log.info('The signing keys of the user pool can be read again');
    this.#failures = 0;
    this.#failure = undefined;
    this.#loggedAt = -Infinity;
    this.statistics.keyRead('ok');
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    this.#failure = error;
    this.statistics.keyRead('failed');
    if (performance.now() - this.#loggedAt < LOG_AGAIN_MS) return;
    this.#loggedAt = performance.now();
    this.log.warn(`The signing keys of the user pool could not be read: ${reasonOf(error)}`);
  }

  /** A key that remains published keeps its object, so that tokens verified with it remain cached. */
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

  #planAfterCooldown(): void {
    this.#plan(COOLDOWN_MS - (performance.now() - this.#readAt));
  }

  /** Schedules the next fetch, unless an earlier one is scheduled. */
  #plan(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (this.#stopped || at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => void this.read(), Math.max(0, delayMs)).unref();
  }
}

/** If no address of a host accepts a connection, the error has a code but no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String('code' in error ? error.code : error.name);
}
