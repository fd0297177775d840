import type { Log } from '../log.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';
import type { AuthStatistics } from '../statistics.ts';
import { UserPool } from './user-pool.ts';

/** Every user pool of the application. A token's issuer is looked up among them and never fetched. */
export class UserPools {
  readonly all: readonly UserPool[];
  /** The pool of routes without `@Pool`. */
  readonly first: UserPool;
  readonly #byIssuer = new Map<unknown, UserPool>();

  constructor(options: ResolvedOptions, statistics: AuthStatistics, log: Log) {
    const [first, ...others] = options.pools;
    this.first = new UserPool(first, options, statistics, log);
    this.all = [this.first, ...others.map((facts) => new UserPool(facts, options, statistics, log))];
    for (const pool of this.all) for (const issuer of pool.issuers) this.#byIssuer.set(issuer, pool);
  }

  /** The pool that issues tokens under this `iss`, compared exactly. */
  issuing(iss: unknown): UserPool | undefined {
    return this.#byIssuer.get(iss);
  }

  /** The pool of this name; without a name the first one. */
  named(name: string | undefined): UserPool | undefined {
    return name === undefined ? this.first : this.all.find((pool) => pool.name === name);
  }

  /** Whether the signing keys of every pool are known. */
  get keysLoaded(): boolean {
    return this.all.every(({ keys }) => keys.loaded);
  }

  /** Number of known signing keys. */
  get keyCount(): number {
    return this.all.reduce((sum, { keys }) => sum + keys.size, 0);
  }

  /** Starts fetching the keys without waiting for them. */
  start(): void {
    for (const { keys } of this.all) keys.start();
  }

  stop(): void {
    for (const { keys } of this.all) keys.stop();
  }
}
