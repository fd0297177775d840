import { z } from 'zod';
import { name, pathSegment, text } from './fields';

/** A username, an alias or a `sub`. It is passed to Cognito unchanged, neither trimmed nor case-folded. */
const username = text(1, 128).meta({
  description:
    'Username, or an alias of the user (e-mail address, phone number) or its `sub`, percent-encoded',
  example: 'alice',
});

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html */
export const groupName = name(128, 'must have 1 to 128 letters, marks, symbols, numbers or punctuation').meta(
  { description: 'Name of a group, case-sensitive', example: 'support' },
);

/** The name of a new group. */
export const newGroupName = pathSegment(groupName).meta({
  description: 'Name of the group, case-sensitive; not `.` or `..`',
  example: 'support',
});

/** The parameters of paths below `/users` and `/groups`. They are objects so that an error names its parameter. */
export const userPath = z.object({ username });
export type UserPath = z.output<typeof userPath>;
export const groupPath = z.object({ group: groupName });
export type GroupPath = z.output<typeof groupPath>;
export const membershipPath = z.object({ username, group: groupName });
export type MembershipPath = z.output<typeof membershipPath>;
