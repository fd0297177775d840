import { parseRedisUrl, REDIS_URL_RULE, type RedisAddress } from 'lifeguard-auth/redis';
import { z } from 'zod';

/** `REDIS_URL`: `rediss://user:password@host:port/0`; several, separated by commas, are the nodes of a cluster. */
export const redisAddress = z.string().transform((value, context): RedisAddress => {
  const address = parseRedisUrl(value);
  if (address) return address;
  context.addIssue(REDIS_URL_RULE);
  return z.NEVER;
});
