import { z } from 'zod';
import { optional, withDefault } from './setting';

/** Temporary AWS credentials from an identity pool. */
export const identity = {
  /** Undefined: the routes do not exist. */
  poolId: optional(
    'COGNITO_IDENTITY_POOL_ID',
    z.string().regex(/^[\w-]{1,32}:[0-9a-f-]{1,36}$/, 'must be `<region>:<uuid>`'),
    {
      meaning:
        'the identity pool of `POST /me/aws-credentials`, which returns temporary AWS credentials; without it the route does not exist',
    },
  ),
  guests: withDefault(
    'IDENTITY_POOL_GUESTS',
    'off',
    z.enum(['on', 'off'], 'must be `on` or `off`').transform((value) => value === 'on'),
    { meaning: '`on` adds `POST /auth/aws-credentials/guest`, for callers without a token' },
  ),
};
