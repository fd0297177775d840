import type { Principal } from '../principal.ts';
import { PoolRevocations } from './pool-revocations.ts';
import type { RevocationSetup } from './revocation-setup.ts';
import type { Refusal, Revocation, TimedRevocation } from './revocation.ts';

/** Maximum number of entries of each kind in each pool. */
const MAX_ENTRIES = 100_000;

interface TableOptions {
  /** Clock tolerance in seconds. */
  readonly tolerance: number;
  /** The pool of principals and revocations that name no pool. */
  readonly firstPool?: string | undefined;
  readonly maxEntries?: number;
}

/** Revocations in memory, by user pool: a `sub`, session or group of one pool means nothing in another. */
export class RevocationTable {
  readonly #pools = new Map<string | undefined, PoolRevocations>();

  readonly #tolerance: number;
  readonly #firstPool: string | undefined;
  readonly #maxEntries: number;

  constructor({ tolerance, firstPool, maxEntries = MAX_ENTRIES }: TableOptions) {
    this.#tolerance = tolerance;
    this.#firstPool = firstPool;
    this.#maxEntries = maxEntries;
  }

  /** Number of revoked users, sessions, tokens and groups. */
  get size(): number {
    let size = 0;
    for (const pool of this.#pools.values()) size += pool.size;
    return size;
  }

  /**
   * Adds a revocation. It is kept for the maximum lifetime of an access token (24 hours) plus the clock
   * tolerance.
   *
   * If there are too many entries of its kind, a cutoff replaces the oldest one: every token of the pool
   * issued up to the second of that entry is refused. So memory is bounded and no revoked token is accepted
   * again; users whose tokens are that old have to renew them.
   *
   * @param at seconds since the epoch.
   * @returns whether it was new.
   */
  add(revocation: Revocation, at: number): boolean {
    const name = revocation.pool ?? this.#firstPool;
    const pool = this.#pools.get(name) ?? new PoolRevocations(this.#tolerance, this.#maxEntries);
    this.#pools.set(name, pool);
    return pool.add(revocation, at);
  }

  /** Why a token is refused; undefined if it is accepted. */
  find(principal: RevocablePrincipal): Refusal | undefined {
    if (this.#pools.size === 0) return undefined;
    return this.#pools.get(principal.pool ?? this.#firstPool)?.find(principal);
  }

  /** Every revocation, for another instance. */
  entries(): TimedRevocation[] {
    const all: TimedRevocation[] = [];
    for (const [pool, revocations] of this.#pools) {
      for (const { revocation, at } of revocations.entries()) {
        all.push({ revocation: pool === this.#firstPool ? revocation : { ...revocation, pool }, at });
      }
    }
    return all;
  }
}

/** The parts of a principal that revocations are matched with. */
export type RevocablePrincipal = Pick<Principal, 'sub' | 'groups' | 'claims'> & { readonly pool?: string };

/** The table's options for the pools of an application. */
export const tableOptions = ({ tolerance, pools: [first] }: RevocationSetup): TableOptions => ({
  tolerance,
  firstPool: first.name,
});
