import { z } from 'zod';
import { optional } from './setting';

/** Where `@Permit` is decided. */
export const permissions = {
  /** Undefined: the policies of the folder `policies` decide in this process. */
  storeId: optional(
    'VERIFIED_PERMISSIONS_STORE_ID',
    z.string().regex(/^[\w-]{1,200}$/, 'must be the id of a policy store'),
    {
      meaning:
        'the policy store of Amazon Verified Permissions that decides `@Permit`; without it, the policies in the folder `policies` are evaluated in the process',
    },
  ),
};
