export { within } from './deadline.ts';
export { RedisRevocationChannel, type ChannelOptions } from './redis-revocation-channel.ts';
export { redisRevocations, type RedisRevocationsOptions } from './redis-revocations.ts';
export { parseRedisUrl, REDIS_URL_RULE, type RedisAddress, type RedisNode } from './redis-url.ts';
export { SharedStore, type StoreLogger } from './shared-store.ts';
