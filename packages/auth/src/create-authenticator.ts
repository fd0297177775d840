import { Authenticator } from './authenticator.ts';
import { SILENT, type Log } from './log.ts';
import type { LifeguardOptions } from './options/lifeguard.options.ts';
import { resolveOptions } from './options/resolve-options.ts';
import { UserPools } from './pools/user-pools.ts';
import { InMemoryRevocations } from './revocation/in-memory-revocations.ts';
import type { Revocations } from './revocation/revocations.ts';
import { AuthStatistics } from './statistics.ts';

/** The guard without Nest. */
export interface StandaloneGuard {
  readonly authenticator: Authenticator;
  readonly revocations: Revocations;
  readonly pools: UserPools;
}

/**
 * Creates an authenticator for an application without Nest, for example a Lambda function. The signing keys are
 * fetched when the first token arrives; `pools.start()` fetches them earlier, and then on a schedule.
 *
 * @throws OptionsError listing every invalid option.
 */
export function createAuthenticator(options: LifeguardOptions, log: Log = SILENT): StandaloneGuard {
  const resolved = resolveOptions(options);
  const statistics = new AuthStatistics();
  const pools = new UserPools(resolved, statistics, log);
  const setup = { pools: resolved.pools, tolerance: resolved.clockTolerance, log };
  const revocations = resolved.revocations?.(setup) ?? new InMemoryRevocations(setup);
  return { authenticator: new Authenticator(resolved, pools, revocations, statistics), revocations, pools };
}
