import { z } from 'zod';
import { attributeRecord, attributeValue, code, newUsername, password, username } from '../cognito/fields';

/** The body of `POST /auth/sign-up`. */
export const newAccount = z.strictObject({
  username: newUsername,
  password,
  attributes: attributeRecord(attributeValue)
    .optional()
    .meta({
      description: 'Attributes by name; only those of SELF_WRITABLE_ATTRIBUTES',
      example: { email: 'alice@example.com', name: 'Alice Example' },
    }),
});
export type NewAccount = z.output<typeof newAccount>;

/** The answer to it. */
export const signedUp = z
  .object({
    confirmed: z.boolean().meta({
      description:
        'Whether the account may be used at once; else the code is awaited at `/auth/sign-up/confirm`',
      example: false,
    }),
  })
  .meta({ id: 'SignedUp' });
export type SignedUp = z.output<typeof signedUp>;

/** A body that names a user and no more. */
export const named = z.strictObject({ username });
export type Named = z.output<typeof named>;

/** The body of `POST /auth/sign-up/confirm`. */
export const confirmation = z.strictObject({ username, code });
export type Confirmation = z.output<typeof confirmation>;

/** The body of `POST /auth/forgot-password/confirm`. */
export const passwordReset = z.strictObject({ username, code, password });
export type PasswordReset = z.output<typeof passwordReset>;
