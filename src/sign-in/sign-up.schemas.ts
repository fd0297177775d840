import { z } from 'zod';
import { clientMetadata } from '../cognito/client-metadata.schema';
import { codeDelivery } from '../cognito/code-delivery.schema';
import { attributeRecord, attributeValue, code, newUsername, password, username } from '../cognito/fields';
import { session } from './challenge.schemas';

/** The body of `POST /auth/sign-up`. */
export const newAccount = z.strictObject({
  username: newUsername,
  password: password.optional().meta({
    description: 'Optional in pools with passwordless sign-up',
    example: 'Correct-Horse-9',
  }),
  attributes: attributeRecord(attributeValue)
    .optional()
    .meta({
      description: 'Attributes by name; only those in SELF_WRITABLE_ATTRIBUTES',
      example: { email: 'alice@example.com', name: 'Alice Example' },
    }),
  clientMetadata,
});
export type NewAccount = z.output<typeof newAccount>;

/** The response to a sign-up. */
export const signedUp = z.object({
  confirmed: z.boolean().meta({
    description:
      'Whether the account can be used immediately; otherwise send the code to `/auth/sign-up/confirm`',
    example: false,
  }),
  sub: z.string().optional().meta({ example: '7d8ca528-4931-4254-9273-ea5ee853f271' }),
  code: codeDelivery.optional().meta({ description: 'Where the code was sent' }),
  session: z.string().optional().meta({
    description: 'Send it to `/auth/sign-up/confirm`, to sign in without a second code',
    example: 'AYABeExample-session-of-the-challenge',
  }),
});
export type SignedUp = z.output<typeof signedUp>;

/** A body that names a user. */
export const usernameBody = z.strictObject({ username, clientMetadata });
export type UsernameBody = z.output<typeof usernameBody>;

/** The body of `POST /auth/sign-up/confirm`. */
export const confirmation = z.strictObject({
  username,
  code,
  session: session.optional().meta({ description: 'The session of the sign-up' }),
  clientMetadata,
});
export type Confirmation = z.output<typeof confirmation>;

/** The response to a confirmation if Cognito returns a session. */
export const confirmed = z.object({
  session: z.string().meta({
    description: 'Signs in without another code: `POST /auth/sign-in` with `flow: choice` and this `session`',
    example: 'AYABeExample-session-of-the-challenge',
  }),
});
export type Confirmed = z.output<typeof confirmed>;

/** The body of `POST /auth/forgot-password/confirm`. */
export const passwordReset = z.strictObject({ username, code, password, clientMetadata });
export type PasswordReset = z.output<typeof passwordReset>;
