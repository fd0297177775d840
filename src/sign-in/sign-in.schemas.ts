import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { password, refreshToken, text, username } from '../cognito/fields';

/** The names that the SDK knows; its own list of them would load all of it at start. */
const CHALLENGES: { readonly [Name in ChallengeNameType]: Name } = {
  ADMIN_NO_SRP_AUTH: 'ADMIN_NO_SRP_AUTH',
  CUSTOM_CHALLENGE: 'CUSTOM_CHALLENGE',
  DEVICE_PASSWORD_VERIFIER: 'DEVICE_PASSWORD_VERIFIER',
  DEVICE_SRP_AUTH: 'DEVICE_SRP_AUTH',
  EMAIL_OTP: 'EMAIL_OTP',
  MFA_SETUP: 'MFA_SETUP',
  NEW_PASSWORD_REQUIRED: 'NEW_PASSWORD_REQUIRED',
  PASSWORD: 'PASSWORD',
  PASSWORD_SRP: 'PASSWORD_SRP',
  PASSWORD_VERIFIER: 'PASSWORD_VERIFIER',
  SELECT_CHALLENGE: 'SELECT_CHALLENGE',
  SELECT_MFA_TYPE: 'SELECT_MFA_TYPE',
  SMS_MFA: 'SMS_MFA',
  SMS_OTP: 'SMS_OTP',
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA',
  WEB_AUTHN: 'WEB_AUTHN',
};

const JWT = 'eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';
const SESSION = 'AYABeExample-session-of-the-challenge';

/** The body of `POST /auth/sign-in`. */
export const credentials = z.strictObject({ username, password });
export type Credentials = z.output<typeof credentials>;

/** The body of `POST /auth/challenge`. */
export const challengeResponse = z.strictObject({
  challenge: z.enum(CHALLENGES, 'must be the name of a challenge').meta({ example: 'SOFTWARE_TOKEN_MFA' }),
  session: text(1, 4096).meta({ description: 'As it came with the challenge', example: SESSION }),
  username: username.meta({
    description: 'The username; `USER_ID_FOR_SRP` of the parameters where they have it',
    example: 'alice',
  }),
  responses: z.record(text(1, 256), text(0, 16_384)).meta({
    description:
      'What the challenge asks for, by the names of Cognito, such as `SOFTWARE_TOKEN_MFA_CODE` or `NEW_PASSWORD`; ' +
      '`USERNAME` and `SECRET_HASH` are added here',
    example: { SOFTWARE_TOKEN_MFA_CODE: '123456' },
  }),
});
export type ChallengeResponse = z.output<typeof challengeResponse>;

/** The body of `POST /auth/refresh`. */
export const refreshRequest = z.strictObject({
  refreshToken,
  username: username.optional().meta({
    description: 'Only an endpoint without GetTokensFromRefreshToken, for a client with a secret, needs it',
    example: 'alice',
  }),
});
export type RefreshRequest = z.output<typeof refreshRequest>;

/** Tokens as they are answered (RFC 6749 section 5.1, in camelCase). */
export const tokens = z
  .object({
    accessToken: z.string().meta({ description: 'Goes into `Authorization: Bearer`', example: JWT }),
    idToken: z.string().optional().meta({ example: JWT }),
    refreshToken: z.string().optional().meta({
      description: 'Absent after a refresh that did not renew it: keep the one you have',
      example: JWT,
    }),
    tokenType: z.string().meta({ example: 'Bearer' }),
    expiresIn: z
      .number()
      .optional()
      .meta({ description: 'Seconds until the access token expires', example: 3600 }),
  })
  .meta({ id: 'Tokens' });
export type Tokens = z.output<typeof tokens>;

/** What must be answered at `POST /auth/challenge` before there are tokens. */
export const challenge = z
  .object({
    challenge: z.string().meta({ description: 'ChallengeName of Cognito', example: 'SOFTWARE_TOKEN_MFA' }),
    session: z.string().meta({ description: 'Goes back with the response', example: SESSION }),
    parameters: z.record(z.string(), z.string()).meta({ example: { USER_ID_FOR_SRP: 'alice' } }),
  })
  .meta({ id: 'Challenge' });
export type Challenge = z.output<typeof challenge>;

export const tokensOrChallenge = z.union([tokens, challenge]).meta({ id: 'TokensOrChallenge' });
