import { z } from 'zod';
import { redisAddress } from './redis.schema';
import { optional } from './setting';

/** State shared between instances. */
export const store = {
  /** Undefined: the state lives in the process. */
  redis: optional('REDIS_URL', redisAddress, {
    meaning:
      'Redis or Valkey: `redis://`, or `rediss://` for TLS, as `rediss://user:password@host:6379/0`; several nodes of a cluster separated by commas, or one with `?cluster=true`; without it the state is in the process, for a single instance only',
    secret: true,
  }),
  lambdaAlone: optional('LAMBDA_ALONE', z.literal('accept', 'must be `accept`'), {
    meaning:
      '`accept` lets a Lambda function start without `REDIS_URL`: each of its environments then has its own rate limits and revocations, so another one may still accept a revoked token',
  }),
};
