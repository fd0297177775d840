import { z } from 'zod';

const attributes = z.array(z.object({ Name: z.string(), Value: z.string().optional() }));
const user = z.object({ Username: z.string(), Attributes: attributes.optional() });
const group = z.object({ GroupName: z.string() });
const tokens = z.object({ AccessToken: z.string().min(1) });
const signedIn = z.union([
  z.object({ AuthenticationResult: tokens }),
  z.object({ ChallengeName: z.string().min(1), Session: z.string() }),
]);

/**
 * What an answer must have to be one, by command. The SDK does not check answers: an HTTP 200 of a proxy or of a
 * half-made emulator would else be taken for an empty user. Actions with nothing to answer are not listed.
 */
const REQUIRED: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['GetUserCommand', z.object({ Username: z.string(), UserAttributes: attributes })],
  ['InitiateAuthCommand', signedIn],
  ['RespondToAuthChallengeCommand', signedIn],
  ['GetTokensFromRefreshTokenCommand', z.object({ AuthenticationResult: tokens })],
  ['SignUpCommand', z.object({ UserConfirmed: z.boolean() })],
  ['AdminGetUserCommand', z.object({ Username: z.string(), UserAttributes: attributes.optional() })],
  ['AdminCreateUserCommand', z.object({ User: user })],
  ['ListUsersCommand', z.object({ Users: z.array(user) })],
  ['ListUsersInGroupCommand', z.object({ Users: z.array(user) })],
  ['AdminListGroupsForUserCommand', z.object({ Groups: z.array(group) })],
  ['ListGroupsCommand', z.object({ Groups: z.array(group) })],
  ['GetGroupCommand', z.object({ Group: group })],
  ['CreateGroupCommand', z.object({ Group: group })],
  ['UpdateGroupCommand', z.object({ Group: group })],
]);

/** Whether `output` has all that the command's answer must have. */
export const isAnswer = (command: string, output: unknown): boolean =>
  REQUIRED.get(command)?.safeParse(output).success ?? true;
