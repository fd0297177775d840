import { z } from 'zod';
import { clientMetadata } from '../cognito/client-metadata.schema';
import { password, refreshToken, text, username } from '../cognito/fields';
import { challenge, session, type Challenge } from './challenge.schemas';
import { deviceKey } from './challenges';

const JWT = 'eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';

const common = { username, deviceKey: deviceKey.optional(), clientMetadata };
const EXAMPLE = {
  username: 'alice',
  deviceKey: deviceKey.meta()?.example,
  clientMetadata: clientMetadata.meta()?.example,
};
const srpA = text(1, 4096).meta({
  description: 'SRP_A, the public value of the client, in hexadecimal',
  example: '63a1f0',
});

/** Sign-in with a password (USER_PASSWORD_AUTH). */
const passwordSignIn = z
  .strictObject({ flow: z.literal('password').optional(), ...common, password })
  .meta({ id: 'PasswordSignIn', example: { flow: 'password', ...EXAMPLE, password: 'Correct-Horse-9' } });

/** Secure Remote Password (USER_SRP_AUTH): the password stays with the client, which computes SRP itself. */
const srpSignIn = z
  .strictObject({ flow: z.literal('srp'), ...common, srpA })
  .meta({ id: 'SrpSignIn', example: { flow: 'srp', ...EXAMPLE, srpA: '63a1f0' } });

/** The ways to prefer in choice-based sign-in, with Cognito's names. */
export const PREFERRED = {
  password: 'PASSWORD',
  'password-srp': 'PASSWORD_SRP',
  'email-otp': 'EMAIL_OTP',
  'sms-otp': 'SMS_OTP',
  passkey: 'WEB_AUTHN',
} as const;
type Preferred = keyof typeof PREFERRED;

const acr = z.string('must be text').regex(/^[\x21-\x7e]{1,256}$/, 'must be a URI without spaces');

/** Choice-based sign-in (USER_AUTH): passwords, one-time codes and passkeys; also a step-up of a signed-in person. */
const choiceSignIn = z
  .strictObject({
    flow: z.literal('choice'),
    ...common,
    prefer: z
      .enum(Object.keys(PREFERRED) as [Preferred, ...Preferred[]])
      .optional()
      .meta({ description: 'If omitted, Cognito returns the challenges to choose from' }),
    password: password.optional(),
    srpA: srpA.optional(),
    session: session.optional().meta({ description: 'The session of a confirmed sign-up' }),
    acrValues: z
      .array(acr)
      .min(1)
      .max(10)
      .optional()
      .meta({
        description: 'Levels of authentication to reach, the preferred first (TARGET_ACR_VALUES)',
        example: ['urn:amazon:cognito:acr:mfa'],
      }),
    maxAge: z.int('must be a whole number').min(0).max(2_147_483_647).optional().meta({
      description: 'Maximum age of the last sign-in, in seconds (MAX_AGE)',
      example: 300,
    }),
    accessToken: text(1, 16_384).optional().meta({
      description: 'Access token of the signed-in person, for a step-up; requires `acrValues`',
      example: JWT,
    }),
  })
  .superRefine((body, context) => {
    const required = (name: string, why: string) =>
      context.addIssue({ code: 'custom', path: [name], message: `is required with ${why}` });
    if (body.prefer === 'password' && body.password === undefined) required('password', '`prefer: password`');
    if (body.prefer === 'password-srp' && body.srpA === undefined) required('srpA', '`prefer: password-srp`');
    if (body.accessToken !== undefined && !body.acrValues) required('acrValues', '`accessToken`');
  })
  .meta({
    id: 'ChoiceSignIn',
    dependentRequired: { accessToken: ['acrValues'] },
    example: {
      flow: 'choice',
      ...EXAMPLE,
      prefer: 'passkey',
      password: 'Correct-Horse-9',
      srpA: '63a1f0',
      session: 'AYABeExample-session-of-a-sign-up',
      acrValues: ['urn:amazon:cognito:acr:mfa'],
      maxAge: 300,
      accessToken: JWT,
    },
  });

/** Sign-in with challenges of the pool's own Lambda triggers (CUSTOM_AUTH), preceded by SRP if `srpA` is given. */
const customSignIn = z
  .strictObject({ flow: z.literal('custom'), ...common, srpA: srpA.optional() })
  .meta({ id: 'CustomSignIn', example: { flow: 'custom', ...EXAMPLE, srpA: '63a1f0' } });

/** The body of `POST /auth/sign-in`. */
export const signInRequest = z
  .discriminatedUnion('flow', [passwordSignIn, srpSignIn, choiceSignIn, customSignIn], {
    error: ({ code }) => (code === 'invalid_union' ? 'must be password, srp, choice or custom' : undefined),
  })
  .meta({ example: { username: 'alice', password: 'Correct-Horse-9' } });
export type SignInRequest = z.output<typeof signInRequest>;

/** The body of `POST /auth/refresh`. */
export const refreshRequest = z.strictObject({
  refreshToken,
  username: username.optional().meta({
    description: 'Required only for a client with a secret at an endpoint without GetTokensFromRefreshToken',
    example: 'alice',
  }),
  deviceKey: deviceKey.optional(),
  clientMetadata,
});
export type RefreshRequest = z.output<typeof refreshRequest>;

/** Tokens in a response (RFC 6749 section 5.1, in camelCase). */
export const tokens = z
  .object({
    accessToken: z.string().meta({ description: 'Send it as `Authorization: Bearer`', example: JWT }),
    idToken: z.string().optional().meta({ example: JWT }),
    refreshToken: z.string().optional().meta({
      description: 'Absent after a refresh that did not renew it: keep the previous one',
      example: JWT,
    }),
    tokenType: z.string().meta({ example: 'Bearer' }),
    expiresIn: z
      .number()
      .optional()
      .meta({ description: 'Seconds until the access token expires', example: 3600 }),
    newDevice: z
      .object({
        key: z.string().meta({ example: 'eu-west-1_a1b2c3d4-5678-90ab-cdef-EXAMPLE11111' }),
        groupKey: z.string().meta({ example: '-ExAmPlE1' }),
      })
      .optional()
      .meta({ description: 'A device to confirm at `POST /me/devices`, in pools that remember devices' }),
  })
  .meta({ id: 'Tokens' });
export type Tokens = z.output<typeof tokens>;

export const tokensOrChallenge = z.union([tokens, challenge]);
export type { Challenge };
