import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { RevocationSetup } from '../revocation/revocation-setup.ts';
import { SharedRevocations } from '../revocation/shared-revocations.ts';
import { RedisRevocationChannel } from './redis-revocation-channel.ts';
import { parseRedisUrl, REDIS_URL_RULE } from './redis-url.ts';
import { SharedStore, type StoreLogger } from './shared-store.ts';

export interface RedisRevocationsOptions {
  /** `rediss://user:password@host:port/0`; several, separated by commas, are the nodes of a cluster. */
  readonly url: string;
  /** Default: Nest's logger. */
  readonly logger?: StoreLogger;
}

/** Revocations in Redis, with their own connection. */
class RedisRevocations extends SharedRevocations implements OnApplicationShutdown {
  constructor(
    setup: RevocationSetup,
    private readonly store: SharedStore,
  ) {
    super(setup, new RedisRevocationChannel(store, setup));
  }

  override get synced(): boolean {
    return super.synced && this.store.up;
  }

  override onApplicationShutdown(): void {
    super.onApplicationShutdown();
    this.store.onApplicationShutdown();
  }
}

/**
 * Shares revocations between instances through Redis or Valkey: the `revocations` option of the module.
 *
 * @throws TypeError if `url` is not of this form.
 */
export function redisRevocations({
  url,
  logger = nestLogger(),
}: RedisRevocationsOptions): (setup: RevocationSetup) => SharedRevocations {
  const address = parseRedisUrl(url);
  if (!address) throw new TypeError(`url: ${REDIS_URL_RULE}`);
  return (setup) => new RedisRevocations(setup, new SharedStore(address, logger));
}

function nestLogger(): StoreLogger {
  const logger = new Logger('Revocations');
  return { info: (message) => logger.log(message), warn: (message) => logger.warn(message) };
}
