import { Global, Module } from '@nestjs/common';
import { RevocationChannel } from 'lifeguard-auth';
import { RedisRevocationChannel, SharedStore } from 'lifeguard-auth/redis';
import type { Logger } from 'pino';
import type { AccessSettings, CognitoSettings, StoreSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { LOGGER } from '../log/logger';

/** The state that instances share. The application imports it if `REDIS_URL` is set. */
@Global()
@Module({
  providers: [
    { provide: SharedStore, useFactory: openStore, inject: [SETTINGS.store, LOGGER] },
    {
      provide: RevocationChannel,
      useFactory: openChannel,
      inject: [SharedStore, SETTINGS.cognito, SETTINGS.access],
    },
  ],
  exports: [SharedStore, RevocationChannel],
})
export class SharedStoreModule {}

function openStore({ redis }: StoreSettings, logger: Logger): SharedStore {
  if (!redis) throw new Error('REDIS_URL is not set');
  return new SharedStore(redis, {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
  });
}

function openChannel(
  store: SharedStore,
  { userPoolId }: CognitoSettings,
  { clockToleranceSeconds }: AccessSettings,
): RedisRevocationChannel {
  return new RedisRevocationChannel(store, { pools: [{ id: userPoolId }], tolerance: clockToleranceSeconds });
}
