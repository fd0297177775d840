import { z } from 'zod';
import { clientMetadata } from '../cognito/client-metadata.schema';
import { attributeName, text, username } from '../cognito/fields';
import {
  attributeResponse,
  CHALLENGES,
  deviceKey,
  PARAMETERS,
  type ChallengeName,
  type ChallengeRow,
} from './challenges';

const SESSION = 'AYABeExample-session-of-the-challenge';
const ATTRIBUTE = 'userAttributes.';

export const session = text(1, 4096).meta({
  description: 'The session of the challenge, unchanged',
  example: SESSION,
});

/** Set by the service for every challenge; values from clients are ignored. */
const IGNORED = { USERNAME: z.string().optional(), SECRET_HASH: z.string().optional() };

/** The responses of one challenge. */
function responsesOf({ responses, optional = {}, takesAttributes }: ChallengeRow) {
  const members = {
    ...responses,
    ...Object.fromEntries(
      Object.entries({ ...optional, DEVICE_KEY: deviceKey, ...IGNORED })
        .filter(([name]) => !(name in responses) || name === 'DEVICE_KEY')
        .map(([name, schema]) => [name, schema.optional()]),
    ),
  };
  return takesAttributes ? withAttributes(members) : z.strictObject(members);
}

const withAttributes = (members: z.ZodRawShape) =>
  z
    .object(members)
    .catchall(attributeResponse)
    .superRefine((given, context) => {
      const unknown = Object.keys(given).filter(
        (name) => !Object.hasOwn(members, name) && !isAttribute(name),
      );
      if (unknown.length > 0) context.addIssue({ code: 'unrecognized_keys', keys: unknown, input: given });
    })
    .meta({
      patternProperties: { '^userAttributes\\..+$': { type: 'string', maxLength: 2048 } },
      additionalProperties: false,
    });

const isAttribute = (name: string): boolean =>
  name.startsWith(ATTRIBUTE) && attributeName.safeParse(name.slice(ATTRIBUTE.length)).success;

/** The body of `POST /auth/challenge` for one challenge. */
function requestOf(name: ChallengeName) {
  const row = CHALLENGES[name];
  const responses = responsesOf(row);
  return z
    .strictObject({
      challenge: z.literal(name),
      session: row.withoutSession ? session.optional() : session,
      username: username.meta({
        description: 'The username; or `USER_ID_FOR_SRP` if the parameters have it',
        example: 'alice',
      }),
      responses: Object.keys(row.responses).length > 0 ? responses : responses.default({}),
      deviceKey: deviceKey.optional(),
      clientMetadata,
    })
    .superRefine(requireOthers)
    .meta({
      id: idOf(name),
      description: `Response to ${name}, which asks for ${row.asks}.`,
      example: {
        challenge: name,
        session: SESSION,
        username: 'alice',
        responses: examplesOf(row.responses),
        deviceKey: deviceKey.meta()?.example,
        clientMetadata: clientMetadata.meta()?.example,
      },
    });
}

const examplesOf = (members: ChallengeRow['responses']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, schema.meta()?.['example']]));

/** `SMS_MFA` becomes `SmsMfaResponse`, the name of the schema in a generated client. */
const idOf = (name: string): string =>
  `${name
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('')}Response`;

/** Responses that depend on others. */
function requireOthers(
  { challenge, responses, deviceKey: key }: AnyResponse,
  context: z.RefinementCtx,
): void {
  const missing = (name: string) =>
    context.addIssue({ code: 'custom', path: ['responses', name], message: 'is required' });
  if (challenge === 'SELECT_CHALLENGE') {
    if (responses.ANSWER === 'PASSWORD' && responses.PASSWORD === undefined) missing('PASSWORD');
    if (responses.ANSWER === 'PASSWORD_SRP' && responses.SRP_A === undefined) missing('SRP_A');
  }
  const ofDevice = 'DEVICE_KEY' in CHALLENGES[challenge].responses;
  if (ofDevice && key === undefined && responses.DEVICE_KEY === undefined) missing('DEVICE_KEY');
}

interface AnyResponse {
  readonly challenge: ChallengeName;
  readonly session?: string | undefined;
  readonly username: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly deviceKey?: string | undefined;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

const requests = (Object.keys(CHALLENGES) as ChallengeName[]).map(requestOf);

/** The body of `POST /auth/challenge`: one schema for each challenge. */
export const challengeResponse = z
  .discriminatedUnion('challenge', requests as [(typeof requests)[number], ...typeof requests], {
    error: ({ code }) => (code === 'invalid_union' ? 'must be the name of a challenge' : undefined),
  })
  .meta({
    discriminator: { propertyName: 'challenge' },
    example: {
      challenge: 'SOFTWARE_TOKEN_MFA',
      session: SESSION,
      username: 'alice',
      responses: { SOFTWARE_TOKEN_MFA_CODE: '123456' },
    },
  });
export type ChallengeResponse = AnyResponse;

/** A challenge to answer at `POST /auth/challenge` before tokens are issued. */
export const challenge = z
  .object({
    challenge: z.string().meta({ description: 'ChallengeName of Cognito', example: 'SOFTWARE_TOKEN_MFA' }),
    session: z.string().optional().meta({
      description: 'Send it with the response; SRP challenges have none',
      example: SESSION,
    }),
    parameters: z
      .object(
        Object.fromEntries(Object.entries(PARAMETERS).map(([name, schema]) => [name, schema.optional()])),
      )
      .catchall(z.string())
      .meta({ description: parametersText(), example: { USER_ID_FOR_SRP: 'alice' } }),
    availableChallenges: z
      .array(z.string())
      .optional()
      .meta({
        description: 'Challenges to choose from',
        example: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'],
      }),
  })
  .meta({ id: 'Challenge' });
export interface Challenge {
  readonly challenge: string;
  readonly session?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly availableChallenges?: readonly string[];
}

function parametersText(): string {
  const rows = Object.entries(CHALLENGES).filter(([, { parameters }]) => parameters.length > 0);
  const lines = rows.map(([name, { parameters }]) => `- ${name}: ${parameters.join(', ')}`);
  return [
    'By Cognito’s names. Parameters that Cognito sends as JSON inside a string are plain JSON here.',
    '',
    ...lines,
  ].join('\n');
}
