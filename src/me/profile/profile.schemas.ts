import { z } from 'zod';
import { codeDelivery } from '../../cognito/code-delivery.schema';
import { attributeRecord, attributeValue } from '../../cognito/fields';

const SUB = '7d8ca528-4931-4254-9273-ea5ee853f271';

/** The caller's profile in the user pool. */
export const me = z
  .object({
    username: z.string().meta({ example: 'alice' }),
    sub: z.string().meta({ description: 'The immutable id of the user', example: SUB }),
    attributes: z.record(z.string(), z.string()).meta({
      description: 'Every attribute that the app client may read, including `sub`',
      example: { sub: SUB, email: 'alice@example.com', email_verified: 'true' },
    }),
    mfaMethods: z
      .array(z.string())
      .meta({ description: 'The second factors that are set up', example: ['SOFTWARE_TOKEN_MFA'] }),
    preferredMfa: z.string().optional().meta({ example: 'SOFTWARE_TOKEN_MFA' }),
  })
  .meta({ id: 'Me' });
export type Me = z.output<typeof me>;

/** The body of `PATCH /me`. */
export const changes = z.strictObject({
  attributes: attributeRecord(attributeValue.nullable())
    .refine((attributes) => Object.keys(attributes).length > 0, 'must name at least one attribute')
    .meta({
      description:
        'New values by attribute; `null` removes the attribute. Only attributes in SELF_WRITABLE_ATTRIBUTES',
      minProperties: 1,
      example: { name: 'Alice Example', nickname: null },
    }),
});
export type Changes = z.output<typeof changes>;

/** The response to `PATCH /me` if Cognito sent codes. */
export const codesSent = z
  .object({ codes: z.array(codeDelivery).min(1).meta({ description: 'One for each value to verify' }) })
  .meta({ id: 'CodesSent' });
export type CodesSent = z.output<typeof codesSent>;
