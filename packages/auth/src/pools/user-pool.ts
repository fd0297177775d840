import { SigningKeys } from '../keys/signing-keys.ts';
import type { Log } from '../log.ts';
import type { PoolFacts, ResolvedOptions } from '../options/resolved.options.ts';
import type { AuthStatistics } from '../statistics.ts';

/** A user pool whose tokens are accepted, with its signing keys. */
export class UserPool {
  /** The name in `userPools`; undefined if there is only one pool. */
  readonly name: string | undefined;
  readonly issuers: readonly string[];
  readonly clientIds: ReadonlySet<string>;
  readonly keys: SigningKeys;

  constructor(
    { name, issuers, clientIds, jwksUris: uris }: PoolFacts,
    { jwksTimeout: timeout, acceptEmulatorKeys }: ResolvedOptions,
    statistics: AuthStatistics,
    log: Log,
  ) {
    this.name = name;
    this.issuers = issuers;
    this.clientIds = clientIds;
    this.keys = new SigningKeys({ uris, timeout, acceptEmulatorKeys }, statistics, log);
  }
}
