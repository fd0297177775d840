import { Global, Module } from '@nestjs/common';
import { RevocationChannel } from 'lifeguard-auth';
import { RedisRevocationChannel, SharedStore } from 'lifeguard-auth/redis';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { LOGGER } from '../log/logger';

/** The state that instances share. It is imported where `REDIS_URL` is set. */
@Global()
@Module({
  providers: [
    { provide: SharedStore, useFactory: openStore, inject: [SETTINGS, LOGGER] },
    { provide: RevocationChannel, useFactory: openChannel, inject: [SharedStore, SETTINGS] },
  ],
  exports: [SharedStore, RevocationChannel],
})
export class SharedStoreModule {}

function openStore({ redis }: Settings, logger: Logger): SharedStore {
  if (!redis) throw new Error('REDIS_URL is not set');
  return new SharedStore(redis, {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
  });
}

function openChannel(store: SharedStore, settings: Settings): RedisRevocationChannel {
  const { userPoolId, clockToleranceSeconds } = settings;
  return new RedisRevocationChannel(store, { pools: [{ id: userPoolId }], tolerance: clockToleranceSeconds });
}
