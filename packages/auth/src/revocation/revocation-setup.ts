import type { Log } from '../log.ts';

/** The pools and settings for the store of revocations. */
export interface RevocationSetup {
  /** Revocations and principals without a pool belong to the first one. */
  readonly pools: readonly [RevocationPool, ...RevocationPool[]];
  /** Clock tolerance in seconds. */
  readonly tolerance: number;
  readonly log?: Log | undefined;
}

export interface RevocationPool {
  /** The name in `userPools`; absent if there is only one pool. */
  readonly name?: string | undefined;
  /** The user pool id. It must be the same in all instances that share revocations. */
  readonly id: string;
}
