import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options.ts';
import type { Principal } from '../principal.ts';
import { RevocationChannel, type TimedRevocation } from './revocation-channel.ts';
import { keyOf, LIFE_SECONDS, RevocationTable } from './revocation-table.ts';
import { Revocations, type Recorded, type Revocation } from './revocations.ts';

/** While some revocations could not be shared, or the set could not be read, this is how often it is tried again. */
const RETRY_MS = 500;
/** How often the set is read although nothing seems to be wrong: it may have lost entries when its server failed over. */
const REREAD_MS = 30_000;
/** So long a start waits for the set to be read; without it the instance starts, and is not ready. */
const START_MS = 3000;
/** So many are pushed at a time. */
const BATCH = 500;
/** More than this many that wait are told as one: every token issued up to now. Memory stays bounded. */
const MAXIMUM_PENDING = 50_000;

const ALL = keyOf({ kind: 'all' });

/**
 * Revocations of many instances. Each holds all of them in memory, so that asking never leaves the process; a new one
 * holds here at once and elsewhere as soon as it is told. Without the shared store the instance goes on with what it
 * knows, and keeps what it could not tell.
 */
@Injectable()
export class SharedRevocations extends Revocations implements OnModuleInit, OnApplicationShutdown {
  readonly #table: RevocationTable;
  readonly #pending = new Map<string, TimedRevocation>();
  readonly #logger = new Logger(SharedRevocations.name);
  #warm = false;
  #onWarm: (() => void) | undefined;
  /** How often messages began to arrive: a set that was read before the last time may lack what was told since. */
  #connections = 0;
  #syncing: Promise<void> | undefined;
  #syncAgain = false;
  #retry: NodeJS.Timeout | undefined;
  #reread: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
    private readonly channel: RevocationChannel,
  ) {
    super();
    this.#table = new RevocationTable(options.clockToleranceSeconds);
  }

  /** Resolves once the set was read, so that no request is served before; or when that takes too long. */
  async onModuleInit(): Promise<void> {
    this.#reread = setInterval(() => void this.#synchronise(), REREAD_MS).unref();
    this.channel.listen(
      ({ revocation, at }) => this.#table.add(revocation, at),
      () => {
        this.#warm = false;
        this.#connections += 1;
        void this.#synchronise();
      },
    );
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, START_MS);
      this.#onWarm = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearInterval(this.#reread);
    if (this.pending > 0) this.#logger.warn(`Ends before ${this.pending} revocations could be shared`);
  }

  /** Whether all that was told is known: else a token revoked elsewhere might be accepted here. */
  override get warm(): boolean {
    return this.#warm;
  }

  override get pending(): number {
    return this.#pending.size;
  }

  override get size(): number {
    return this.#table.size;
  }

  isRevoked(principal: Principal): boolean {
    return this.#table.isRevoked(principal);
  }

  async record(...revocations: Revocation[]): Promise<Recorded> {
    const at = Math.floor(Date.now() / 1000);
    const timed = revocations.map((revocation) => ({ revocation, at }));
    for (const each of timed) this.#table.add(each.revocation, at);
    this.count(revocations);
    this.#keepPending(timed);
    try {
      await this.#push(timed);
      return 'recorded';
    } catch {
      this.#retryLater();
      return 'pending';
    }
  }

  #keepPending(revocations: readonly TimedRevocation[]): void {
    for (const each of revocations) this.#pending.set(keyOf(each.revocation), each);
    if (this.#pending.size <= MAXIMUM_PENDING) return;
    const all: TimedRevocation = { revocation: { kind: 'all' }, at: Math.floor(Date.now() / 1000) };
    this.#table.add(all.revocation, all.at);
    this.#pending.clear();
    this.#pending.set(ALL, all);
    this.#retryLater();
  }

  async #push(revocations: readonly TimedRevocation[]): Promise<void> {
    for (let from = 0; from < revocations.length; from += BATCH) {
      const batch = revocations.slice(from, from + BATCH);
      await this.channel.push(batch);
      for (const each of batch) this.#settle(keyOf(each.revocation), each.at);
    }
  }

  /** A later one of the same name may have come to wait in the meantime. */
  #settle(key: string, at: number): void {
    const waiting = this.#pending.get(key);
    if (waiting && waiting.at <= at) this.#pending.delete(key);
  }

  /** Reads the shared set, then adds what only this instance knows: the store may have been restarted empty. */
  #synchronise(): Promise<void> {
    if (this.#syncing) this.#syncAgain = true;
    this.#syncing ??= this.#synchroniseOnce().finally(() => {
      this.#syncing = undefined;
      if (this.#syncAgain && !this.#stopped) void this.#synchronise();
    });
    return this.#syncing;
  }

  async #synchroniseOnce(): Promise<void> {
    this.#syncAgain = false;
    const connections = this.#connections;
    try {
      const since = Math.floor(Date.now() / 1000) - LIFE_SECONDS - this.options.clockToleranceSeconds;
      const shared = await this.channel.readSince(since);
      this.#learn(shared);
      if (connections > 0 && connections === this.#connections) this.#becomeWarm();
      await this.#tellMissing(shared, since);
    } catch {
      this.#retryLater();
    }
  }

  #becomeWarm(): void {
    this.#warm = true;
    this.#onWarm?.();
  }

  /** Adds what is new, oldest first: the table keeps them in the order of their recording. */
  #learn(shared: readonly TimedRevocation[]): void {
    const isKnown = this.#within(this.#table.entries());
    const news = shared.filter((each) => !isKnown(each)).toSorted((one, other) => one.at - other.at);
    for (const { revocation, at } of news) this.#table.add(revocation, at);
  }

  async #tellMissing(shared: readonly TimedRevocation[], since: number): Promise<void> {
    const isTold = this.#within(shared);
    for (const [key, each] of this.#pending) if (isTold(each)) this.#pending.delete(key);
    await this.#push(this.#table.entries().filter((each) => each.at >= since && !isTold(each)));
  }

  /** Whether a revocation is among others, by itself or below their floor: every token that it is about is too old. */
  #within(others: readonly TimedRevocation[]): (revocation: TimedRevocation) => boolean {
    const times = new Map(others.map(({ revocation, at }) => [keyOf(revocation), at]));
    const floor = (times.get(ALL) ?? -Infinity) - this.options.clockToleranceSeconds;
    return ({ revocation, at }) => at <= floor || at <= (times.get(keyOf(revocation)) ?? -Infinity);
  }

  #retryLater(): void {
    if (this.#stopped || this.#retry) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#synchronise();
    }, RETRY_MS).unref();
  }
}
