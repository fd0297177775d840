import { z } from 'zod';

/**
 * Text of `minimum` to `maximum` characters, counted as Cognito and JSON Schema do: by code point. Half a surrogate
 * pair is refused, since it has no UTF-8 form and could not reach Cognito as it came.
 */
export const text = (minimum: number, maximum: number) =>
  z
    .string('must be text')
    .regex(
      new RegExp(`^\\P{Cs}{${minimum},${maximum}}$`, 'u'),
      `must have ${minimum} to ${maximum} characters`,
    );

/** A username, or an alias or `sub` that stands for one; Cognito gets it as it came, neither trimmed nor folded. */
const username = text(1, 128).meta({
  description:
    'Username, or an alias of the user (e-mail address, phone number) or its `sub`, percent-encoded',
  example: 'alice',
});

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html */
export const groupName = z
  .string('must be text')
  .regex(
    /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
    'must have 1 to 128 letters, marks, symbols, numbers or punctuation',
  )
  .meta({ description: 'Name of a group, case-sensitive', example: 'support' });

/** What the paths below `/users` and `/groups` name. Objects, so that a fault is told with the parameter's name. */
export const userPath = z.object({ username });
export type UserPath = z.output<typeof userPath>;
export const groupPath = z.object({ group: groupName });
export type GroupPath = z.output<typeof groupPath>;
export const membershipPath = z.object({ username, group: groupName });
export type MembershipPath = z.output<typeof membershipPath>;

/** The body of an action that takes none: nothing, or an object without members. */
export const noBody = z.strictObject({}).optional();
