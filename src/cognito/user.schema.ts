import { z } from 'zod';
import { toAttributes } from './attributes';
import { filterFault } from './list-filter';
import { factors } from './mfa.schema';
import { pageOf, pageRequest } from './page.schema';

const SUB = '7d8ca528-4931-4254-9273-ea5ee853f271';

/** A user of the pool in responses. */
export const user = z
  .object({
    username: z.string().min(1).meta({ example: 'alice' }),
    sub: z.string().min(1).meta({ description: 'Immutable id of the user', example: SUB }),
    status: z.string().min(1).meta({
      description: 'Cognito’s UserStatus: UNCONFIRMED, CONFIRMED, RESET_REQUIRED, FORCE_CHANGE_PASSWORD, …',
      example: 'CONFIRMED',
    }),
    enabled: z.boolean().meta({ description: 'Whether the user may sign in', example: true }),
    createdAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-01T09:30:00.000Z' }),
    updatedAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-02T17:05:12.000Z' }),
    attributes: z.record(z.string(), z.string()).meta({
      description: 'Every attribute that has a value, including `sub`',
      example: { sub: SUB, email: 'alice@example.com', email_verified: 'true' },
    }),
    mfa: factors.optional().meta({ description: 'Second factors; not part of a list' }),
    groups: z
      .array(z.string())
      .optional()
      .meta({ description: 'Names of the user’s groups; absent in lists', example: ['support'] }),
  })
  .meta({ id: 'User', description: 'A user of the pool' });
export type User = z.output<typeof user>;

/** A page of users. */
export const userPage = pageOf(user, 'UserPage');

/**
 * Converts Cognito's UserType, and refuses one without a required member.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */
export const cognitoUser = z
  .object({
    Username: z.string(),
    Attributes: z.array(z.object({ Name: z.string(), Value: z.string().optional() })),
    UserStatus: z.string(),
    Enabled: z.boolean(),
    UserCreateDate: z.date(),
    UserLastModifiedDate: z.date(),
  })
  .transform((answer) => {
    const attributes = toAttributes(answer.Attributes);
    return {
      username: answer.Username,
      sub: attributes.sub ?? '',
      status: answer.UserStatus,
      enabled: answer.Enabled,
      createdAt: answer.UserCreateDate.toISOString(),
      updatedAt: answer.UserLastModifiedDate.toISOString(),
      attributes,
    };
  })
  .pipe(user);

/** The query of `GET /users`. */
export const userQuery = pageRequest.extend({
  filter: z
    .string('must be given once')
    .superRefine((filter, context) => {
      const fault = filter === '' ? undefined : filterFault(filter);
      if (fault !== undefined) context.addIssue(fault);
    })
    // Cognito has no empty filter: ListUsers without one returns every user.
    .transform((filter) => filter.trim() || undefined)
    .optional()
    .meta({
      description:
        'One comparison in Cognito’s grammar: `name = "value"` or `name ^= "value"` (starts with). Escape a quotation ' +
        'mark in the value with a backslash, and percent-encode `+`',
      example: 'email ^= "alice"',
    }),
});
export type UserQuery = z.output<typeof userQuery>;
