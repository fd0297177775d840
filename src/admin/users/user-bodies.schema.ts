import { z } from 'zod';
import { attributeRecord, attributeValue, password, text } from '../../cognito/fields';
import { groupName } from '../../cognito/names.schema';

/** A user belongs to at most so many groups (quotas of Amazon Cognito). */
const MOST_GROUPS = 100;

/** The body of `POST /users`. */
export const newUser = z.strictObject({
  username: text(1, 128).meta({
    description: 'An e-mail address or phone number where the pool signs in with these',
    example: 'alice',
  }),
  attributes: attributeRecord(attributeValue)
    .optional()
    .meta({ example: { email: 'alice@example.com', email_verified: 'true' } }),
  temporaryPassword: password.optional().meta({
    description: 'To be changed at the first sign-in; Cognito makes one up without it',
    example: 'Changeme-2026!',
  }),
  sendInvitation: z.boolean().default(true).meta({
    description: 'Whether Cognito sends the user the invitation with the temporary password',
    example: true,
  }),
  groups: z
    .array(groupName)
    .max(MOST_GROUPS, `must be at most ${MOST_GROUPS}`)
    .default([])
    .meta({ description: 'Groups that the user is put into; each must exist', example: ['support'] }),
});
export type NewUser = z.output<typeof newUser>;

/** The body of `PATCH /users/{username}`. */
export const attributeChanges = z.strictObject({
  attributes: attributeRecord(attributeValue.nullable())
    .refine((changes) => Object.keys(changes).length > 0, 'must name at least one attribute')
    // Cognito keeps it whatever is asked; where an emulator does not, nobody could name the user any more.
    .refine((changes) => changes['sub'] !== null, { path: ['sub'], error: 'cannot be removed' })
    .meta({
      description: 'New values by attribute; `null` removes the attribute',
      minProperties: 1,
      example: { name: 'Alice Example', nickname: null },
    }),
});
export type AttributeChanges = z.output<typeof attributeChanges>;

/** The body of `PUT /users/{username}/password`. */
export const newPassword = z.strictObject({
  password,
  permanent: z.boolean().meta({
    description: 'Whether the user may keep it; else it is changed at the next sign-in',
    example: true,
  }),
});
export type NewPassword = z.output<typeof newPassword>;
