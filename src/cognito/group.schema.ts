import { z } from 'zod';
import { text } from './fields';
import { newGroupName } from './names.schema';
import { pageOf } from './page.schema';

/** Cognito keeps a signed 32-bit number. */
const MAX_PRECEDENCE = 2_147_483_647;

const description = text(0, 2048).meta({ example: 'People who answer our customers' });
const precedence = z
  .int('must be a whole number')
  .min(0)
  .max(MAX_PRECEDENCE)
  .meta({ description: 'Lower values take precedence; 0 is the highest', example: 10 });

/** A group of the pool in responses. */
export const group = z
  .object({
    name: z.string().min(1).meta({ example: 'support' }),
    description: z.string().optional().meta({ example: 'People who answer our customers' }),
    precedence: precedence.optional(),
    createdAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-01T09:30:00.000Z' }),
    updatedAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-02T17:05:12.000Z' }),
  })
  .meta({ id: 'Group', description: 'A group of the pool' });
export type Group = z.output<typeof group>;

/** A page of groups. */
export const groupPage = pageOf(group, 'GroupPage');

/**
 * Converts Cognito's GroupType, and refuses one without a required member.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html
 */
export const cognitoGroup = z
  .object({
    GroupName: z.string(),
    Description: z.string().nullish(),
    Precedence: z.number().nullish(),
    CreationDate: z.date(),
    LastModifiedDate: z.date(),
  })
  .transform((answer) => ({
    name: answer.GroupName,
    ...(answer.Description && { description: answer.Description }),
    ...(typeof answer.Precedence === 'number' && { precedence: answer.Precedence }),
    createdAt: answer.CreationDate.toISOString(),
    updatedAt: answer.LastModifiedDate.toISOString(),
  }))
  .pipe(group);

/** The body of `POST /groups`. */
export const newGroup = z.strictObject({
  name: newGroupName,
  description: description.optional(),
  precedence: precedence.optional(),
});
export type NewGroup = z.output<typeof newGroup>;

/** The body of `PATCH /groups/{group}`. */
export const groupChanges = z
  .strictObject({ description: description.optional(), precedence: precedence.optional() })
  .refine((changes) => Object.keys(changes).length > 0, 'must have at least one member')
  .meta({ minProperties: 1 });
export type GroupChanges = z.output<typeof groupChanges>;
