import { setTimeout as sleep } from 'node:timers/promises';
import { coveredBy } from './covered-by.ts';
import { PendingRevocations } from './pending-revocations.ts';
import { LIFE_SECONDS } from './pool-revocations.ts';
import type { RevocationChannel } from './revocation-channel.ts';
import type { RevocationSetup } from './revocation-setup.ts';
import { RevocationTable, tableOptions, type RevocablePrincipal } from './revocation-table.ts';
import type { Refusal, Revocation, TimedRevocation } from './revocation.ts';
import { nowSeconds, Revocations, type Propagation } from './revocations.ts';
import { SyncLoop, type SyncTimes } from './sync-loop.ts';

export interface SharedTimes extends SyncTimes {
  /** how long startup waits for the first read, in milliseconds. On timeout the instance starts, but is not ready. */
  readonly startMs: number;
}

/** The set is read regularly because it may lose entries when its server fails over. */
const TIMES: SharedTimes = { retryMs: 500, everyMs: 30_000, startMs: 3000 };
/** Number of revocations to write at a time. */
const BATCH = 500;

/**
 * Revocations that several instances share. Each instance keeps all of them in memory. A new one takes effect
 * here immediately, and in another instance as soon as it arrives. Without the shared store, the instance
 * continues with the revocations that it knows, and keeps those it could not share.
 */
export class SharedRevocations extends Revocations {
  readonly #table: RevocationTable;
  readonly #pending = new PendingRevocations();
  #loop: SyncLoop | undefined;
  #synced = false;
  #onSynced = (): void => undefined;
  /** How often messages began to arrive. A set that was read before the last time may lack later revocations. */
  #connections = 0;

  constructor(
    private readonly setup: RevocationSetup,
    private readonly channel: RevocationChannel,
    private readonly times = TIMES,
  ) {
    super();
    this.#table = new RevocationTable(tableOptions(setup));
  }

  /** Resolves once the set has been read, or after a timeout, so that requests are served only then. */
  async onModuleInit(): Promise<void> {
    const loop = (this.#loop = new SyncLoop(() => this.#synchronise(), this.times));
    const firstReading = new Promise<void>((resolve) => (this.#onSynced = resolve));
    this.channel.listen(
      (revocation) => this.#add([revocation]),
      () => {
        this.#synced = false;
        this.#connections += 1;
        loop.run();
      },
    );
    const timeout = new AbortController();
    const late = sleep(this.times.startMs, undefined, { signal: timeout.signal }).catch(() => undefined);
    await Promise.race([firstReading, late]);
    timeout.abort();
  }

  onApplicationShutdown(): void {
    this.#loop?.stop();
    if (this.pending > 0) this.setup.log?.warn(`Shutting down with ${this.pending} unshared revocations`);
  }

  override get synced(): boolean {
    return this.#synced;
  }

  override get pending(): number {
    return this.#pending.size;
  }

  override get size(): number {
    return this.#table.size;
  }

  override find(principal: RevocablePrincipal): Refusal | undefined {
    return this.#table.find(principal);
  }

  // Reads the whole set: a revocation that was pending elsewhere is shared with the second in which it was
  // recorded.
  override async catchUp(): Promise<void> {
    this.#learn(await this.#read(this.#oldest()));
  }

  override async record(revocations: readonly Revocation[], at = nowSeconds()): Promise<Propagation> {
    const timed = revocations.map((revocation) => ({ revocation, at }));
    this.#add(timed);
    this.#add(this.#pending.keep(timed));
    this.count(revocations);
    try {
      await this.#share(timed);
      return 'shared';
    } catch {
      this.#loop?.runLater();
      return 'local';
    }
  }

  #add(revocations: readonly TimedRevocation[]): void {
    let isNew = false;
    for (const { revocation, at } of revocations) isNew = this.#table.add(revocation, at) || isNew;
    if (isNew) this.notify();
  }

  async #share(revocations: readonly TimedRevocation[]): Promise<void> {
    for (let from = 0; from < revocations.length; from += BATCH) {
      const batch = revocations.slice(from, from + BATCH);
      await this.channel.push(batch);
      this.#pending.settle(batch);
    }
  }

  /** Reads the shared set, then writes what it lacks, because the store may have been restarted empty. */
  async #synchronise(): Promise<void> {
    const connections = this.#connections;
    const since = this.#oldest();
    const shared = await this.#read(since);
    this.#learn(shared);
    if (connections > 0 && connections === this.#connections) {
      this.#synced = true;
      this.#onSynced();
    }
    const isShared = coveredBy(shared, this.setup.tolerance);
    const isDone = (each: TimedRevocation) => each.at < since || isShared(each);
    this.#pending.settleWhere(isDone);
    await this.#share(this.#table.entries().filter((each) => !isDone(each)));
  }

  /** The second before which a revocation no longer matters, because every token it concerns has expired. */
  #oldest(): number {
    return nowSeconds() - LIFE_SECONDS - this.setup.tolerance;
  }

  // While the set cannot be read, a token that was revoked elsewhere might be accepted here.
  async #read(since: number): Promise<TimedRevocation[]> {
    try {
      return await this.channel.readSince(since);
    } catch (error) {
      this.#synced = false;
      throw error;
    }
  }

  /** Adds new revocations, oldest first: the table keeps entries in the order in which they were recorded. */
  #learn(shared: readonly TimedRevocation[]): void {
    const isKnown = coveredBy(this.#table.entries(), this.setup.tolerance);
    const added = shared.filter((each) => !isKnown(each)).toSorted((one, other) => one.at - other.at);
    this.#add(added);
  }
}
