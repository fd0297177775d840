import type { Policy } from '../policies/policy.ts';
import type { CreateRevocations } from './create-revocations.ts';
import type { Placement } from './lifeguard.options.ts';

/** Configuration of a pool, before its keys are fetched. */
export interface PoolFacts {
  /** The name in `userPools`; absent if there is only one pool. */
  readonly name: string | undefined;
  readonly id: string;
  /** Every accepted `iss`. */
  readonly issuers: readonly string[];
  /** URLs of the pool's key set, in the order in which they are tried. */
  readonly jwksUris: readonly string[];
  readonly clientIds: ReadonlySet<string>;
}

/** The options, checked, with every default filled in. */
export interface ResolvedOptions {
  readonly pools: readonly [PoolFacts, ...PoolFacts[]];
  /** In seconds. */
  readonly clockTolerance: number;
  /** In milliseconds. */
  readonly jwksTimeout: number;
  readonly realm: string;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly revocations: CreateRevocations | undefined;
  readonly guard: Placement;
  readonly acceptEmulatorKeys: boolean;
}
