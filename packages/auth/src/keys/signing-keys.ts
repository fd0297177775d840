import type { KeyObject } from 'node:crypto';
import { SILENT, type Log } from '../log.ts';
import { keysUnavailable } from '../refusals.ts';
import type { AuthStatistics } from '../statistics.ts';
import type { SigningKey } from './jwk.ts';
import { EmulatorKeyPublished, KeyServer, type KeyServerOptions } from './key-server.ts';

/**
 * How long after the last reading an unknown key id makes the keys be read again. A new key is picked up within this time
 * of its first use, and a flood of made-up key ids costs one reading in each such span.
 */
const COOLDOWN_MS = 12_000;
/** The keys are read again on this schedule even without traffic, so that a withdrawn key goes. */
const REREAD_MS = 5 * 60_000;
/** Until the next reading after the first, second, ... one in a row that failed. */
const RETRY_MS = [250, 500, 1000, 2000, 4000, 5000] as const;
/** A failure that goes on is logged again after this time. */
const LOG_AGAIN_MS = 60_000;

type Listener = (removed: ReadonlySet<KeyObject>) => void;

/** The pool's signing keys, kept in memory, read in the background and, for an unknown key id, on demand. */
export class SigningKeys {
  readonly #server: KeyServer;
  #keys = new Map<string, readonly SigningKey[]>();
  #published: ReadonlySet<KeyObject> = new Set();
  #reading: Promise<void> | undefined;
  #readAt = -Infinity;
  /** One reading may follow another without the cooldown: a key may have been published just after the first. */
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

  /** Starts the first reading without waiting for it: a key server that is down must not keep the application down. */
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

  /** How many keys are known. */
  get size(): number {
    return this.#published.size;
  }

  /** Why the last reading failed; undefined after one that succeeded. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Whether the pool publishes the key of an emulator, which the options refuse. */
  get publishesEmulatorKey(): boolean {
    return this.#failure instanceof EmulatorKeyPublished;
  }

  /** Calls `listener` with the keys that have left the published set. */
  onRemoval(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Whether the key was published when the keys were last read. */
  has(key: KeyObject): boolean {
    return this.#published.has(key);
  }

  /** The keys of a key id, at once and from memory; undefined for an unknown one. Nearly always there is one. */
  get(keyId: string): readonly SigningKey[] | undefined {
    return this.#keys.get(keyId);
  }

  /**
   * The keys of a key id that `get` does not know. Reads the published keys unless that was done within the cooldown;
   * then another reading is planned, so that a key published since is known soon without anybody waiting for it.
   *
   * @returns undefined where the pool does not publish the key.
   * @throws Problem `keys_unavailable` where the keys could not be read.
   */
  async find(keyId: string): Promise<readonly SigningKey[] | undefined> {
    if (this.#reading || this.#mayRead()) await this.read();
    else this.#planAfterCooldown();
    const keys = this.get(keyId);
    if (!keys && (this.#failures > 0 || !this.loaded)) throw keysUnavailable(this.#failure);
    return keys;
  }

  /**
   * A signature did not verify with the known keys of its key id: the pool may have published another key under it. They
   * are read again once the cooldown is over; nobody waits for it, since nearly always the token is forged.
   */
  doubt(): void {
    if (!this.#reading) this.#planAfterCooldown();
  }

  /** Reads the published keys; callers at the same time share one reading. Never rejects. */
  read(): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
      this.#plan(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? REREAD_MS);
    });
    return this.#reading;
  }

  /** Whether an unknown key id may have the keys read at once. */
  #mayRead(): boolean {
    const rested = performance.now() - this.#readAt >= COOLDOWN_MS;
    const may = rested || (this.#spare && this.#failures === 0);
    this.#spare = rested;
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

  #planAfterCooldown(): void {
    this.#plan(COOLDOWN_MS - (performance.now() - this.#readAt));
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

/** A host with several addresses, none of which accepts a connection, makes an error with a code and no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String('code' in error ? error.code : error.name);
}
