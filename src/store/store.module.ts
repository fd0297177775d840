import { Global, Module } from '@nestjs/common';
import { RevocationChannel } from 'lifeguard-auth';
import { SharedStore } from './redis';
import { RedisRevocationChannel } from '../revocation/redis-revocation-channel';

/** The state that instances share. It is imported where `REDIS_URL` is set. */
@Global()
@Module({
  providers: [SharedStore, { provide: RevocationChannel, useClass: RedisRevocationChannel }],
  exports: [SharedStore, RevocationChannel],
})
export class SharedStoreModule {}
