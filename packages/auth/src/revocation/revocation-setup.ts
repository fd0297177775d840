import type { Log } from '../log.ts';

/** What revocations need to know of the pools that they are about. */
export interface RevocationSetup {
  /** The first pool is the one of a revocation or principal that names none. */
  readonly pools: readonly [RevocationPool, ...RevocationPool[]];
  /** Clock tolerance in seconds. */
  readonly tolerance: number;
  readonly log?: Log | undefined;
}

export interface RevocationPool {
  /** As `userPools` names it; a single pool has no name. */
  readonly name?: string | undefined;
  /** The user pool id. Instances that share revocations agree on it. */
  readonly id: string;
}
