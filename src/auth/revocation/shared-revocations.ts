import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options';
import type { Principal } from '../principal';
import { RevocationChannel, type TimedRevocation } from './revocation-channel';
import { keyOf, LIFE_SECONDS, RevocationTable } from './revocation-table';
import { Revocations, type Recorded, type Revocation } from './revocations';

/** While some revocations could not be shared, or the set could not be read, this is how often it is tried again. */
const RETRY_MS = 500;
/** So many are pushed at a time. */
const BATCH = 500;
/** More than this many that wait are told as one: every token issued up to now. Memory stays bounded. */
const MAXIMUM_PENDING = 50_000;

/**
 * Revocations of many instances. Each holds all of them in memory, so that asking never leaves the process; a new one
 * holds here at once and elsewhere as soon as it is told. Without the shared store the instance goes on with what it
 * knows, and keeps what it could not tell.
 */
@Injectable()
export class SharedRevocations extends Revocations implements OnModuleInit, OnApplicationShutdown {
  readonly #table: RevocationTable;
  readonly #pending = new Map<string, TimedRevocation>();
  #warm = false;
  #syncing: Promise<void> | undefined;
  #syncAgain = false;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
    private readonly channel: RevocationChannel,
  ) {
    super();
    this.#table = new RevocationTable(options.clockToleranceSeconds);
  }

  onModuleInit(): void {
    this.channel.listen(
      ({ revocation, at }) => this.#table.add(revocation, at),
      () => void this.#synchronise(),
    );
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
  }

  /** Whether the shared set has been read: before that, a token revoked elsewhere would be accepted here. */
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
    this.#pending.set(keyOf(all.revocation), all);
  }

  async #push(revocations: readonly TimedRevocation[]): Promise<void> {
    await this.channel.push(revocations);
    for (const each of revocations) {
      const key = keyOf(each.revocation);
      // A later one of the same kind may have come to wait in the meantime.
      if (this.#pending.get(key)?.at === each.at) this.#pending.delete(key);
    }
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
    try {
      const since = Math.floor(Date.now() / 1000) - LIFE_SECONDS - this.options.clockToleranceSeconds;
      const shared = await this.channel.readSince(since);
      for (const { revocation, at } of shared) this.#table.add(revocation, at);
      this.#warm = true;
      await this.#tellMissing(shared, since);
    } catch {
      this.#retryLater();
    }
  }

  async #tellMissing(shared: readonly TimedRevocation[], since: number): Promise<void> {
    const told = new Map(shared.map(({ revocation, at }) => [keyOf(revocation), at]));
    const isTold = ({ revocation, at }: TimedRevocation) => (told.get(keyOf(revocation)) ?? -Infinity) >= at;
    for (const [key, each] of this.#pending) if (isTold(each)) this.#pending.delete(key);
    const known = [...this.#table.entries(), ...this.#pending.values()];
    const missing = known.filter((each) => each.at >= since && !isTold(each));
    for (let from = 0; from < missing.length; from += BATCH)
      await this.#push(missing.slice(from, from + BATCH));
  }

  #retryLater(): void {
    if (this.#stopped) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#synchronise(), RETRY_MS).unref();
  }
}
