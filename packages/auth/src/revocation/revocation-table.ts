import type { Principal } from '../principal.ts';
import { PoolRevocations } from './pool-revocations.ts';
import type { RevocationSetup } from './revocation-setup.ts';
import type { Refusal, Revocation, TimedRevocation } from './revocation.ts';

/** Of each kind, in each pool. */
const MAX_ENTRIES = 100_000;

export interface TableOptions {
  /** Clock tolerance in seconds. */
  readonly tolerance: number;
  /** The name of the pool that a principal or revocation without one belongs to. */
  readonly firstPool?: string;
  readonly maxEntries?: number;
}

/** What is revoked, in memory, by user pool: a `sub`, session or group of one pool is nothing in another. */
export class RevocationTable {
  readonly #pools = new Map<string, PoolRevocations>();

  readonly #tolerance: number;
  readonly #firstPool: string;
  readonly #maxEntries: number;

  constructor({ tolerance, firstPool = '', maxEntries = MAX_ENTRIES }: TableOptions) {
    this.#tolerance = tolerance;
    this.#firstPool = firstPool;
    this.#maxEntries = maxEntries;
  }

  /** How many users, sessions, tokens and groups are revoked. */
  get size(): number {
    let size = 0;
    for (const pool of this.#pools.values()) size += pool.size;
    return size;
  }

  /**
   * Adds a revocation. It lives for the longest life of an access token (24 hours) plus the clock tolerance. At the bound
   * of its kind the oldest entry is replaced by a cutoff: every token of the pool that was issued up to the second of
   * that entry is refused. So memory is bounded and no revoked token is accepted again; users whose tokens are that old
   * have to renew them.
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

  /** Why a token is refused; undefined for one that is not. */
  find(principal: RevocablePrincipal): Refusal | undefined {
    if (this.#pools.size === 0) return undefined;
    return this.#pools.get(principal.pool ?? this.#firstPool)?.find(principal);
  }

  /** Everything that is revoked, for another instance. */
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

/** The part of a principal that a revocation is about. */
export type RevocablePrincipal = Pick<Principal, 'sub' | 'groups' | 'claims'> & { readonly pool?: string };

/** The table's options for the pools of an application. */
export const tableOptions = ({ tolerance, pools: [first] }: RevocationSetup): TableOptions => ({
  tolerance,
  ...(first.name !== undefined && { firstPool: first.name }),
});
