import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { attributeValue, code, password, text } from '../cognito/fields';

/** One of Cognito's challenges. */
export interface ChallengeRow {
  /** What the client must send, in the words of the OpenAPI document. */
  readonly asks: string;
  /** The parameters that come with it, by Cognito's names. */
  readonly parameters: readonly ParameterName[];
  /** The required and the optional responses. The service adds `USERNAME` and `SECRET_HASH`. */
  readonly responses: Readonly<Record<string, z.ZodType>>;
  readonly optional?: Readonly<Record<string, z.ZodType>>;
  /** Whether the responses may contain `userAttributes.<name>`. */
  readonly takesAttributes?: true;
  /** Whether Cognito can send it without a session. */
  readonly withoutSession?: true;
}

const json = z.record(z.string(), z.unknown());
const names = z.array(z.string());

/** Every parameter of a challenge. Cognito sends those that are not text as JSON inside a string. */
export const PARAMETERS = {
  CODE_DELIVERY_DELIVERY_MEDIUM: z.string().meta({ example: 'EMAIL' }),
  CODE_DELIVERY_DESTINATION: z.string().meta({ example: 'a***@e***' }),
  CREDENTIAL_REQUEST_OPTIONS: json.meta({ description: 'For `navigator.credentials.get`' }),
  DEVICE_KEY: z.string(),
  FRIENDLY_DEVICE_NAME: z.string().meta({ example: 'My phone' }),
  MFAS_CAN_CHOOSE: names.meta({ example: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] }),
  MFAS_CAN_SETUP: names.meta({ example: ['SOFTWARE_TOKEN_MFA'] }),
  SALT: z.string(),
  SECRET_BLOCK: z.string(),
  SRP_B: z.string(),
  USERNAME: z.string(),
  USER_ID_FOR_SRP: z.string().meta({
    description: 'Send this as `username` with the response; SECRET_HASH is computed from it',
    example: 'alice',
  }),
  requiredAttributes: names.meta({ example: ['userAttributes.email'] }),
  userAttributes: json.meta({ example: { email: 'alice@example.com' } }),
} as const satisfies Record<string, z.ZodType>;
export type ParameterName = keyof typeof PARAMETERS;

const value = (example: string) => text(1, 16_384).meta({ example });
const credential = z.record(z.string(), z.unknown(), 'must be the JSON of a credential').meta({
  description: 'Result of `toJSON()` of the credential from `navigator.credentials.get`',
  example: { id: 'KEDetxZcUfinhVi6Za5nZQ', type: 'public-key', response: {} },
});
const srpA = text(1, 4096).meta({ description: 'SRP_A, in hexadecimal', example: '63a1f0' });
const claim = {
  PASSWORD_CLAIM_SIGNATURE: value('uF3aXm0='),
  PASSWORD_CLAIM_SECRET_BLOCK: value('T5hXq1Q='),
  TIMESTAMP: value('Thu Nov 26 09:30:00 UTC 2026'),
};
export const deviceKey = text(1, 55).meta({
  description: 'The key of a remembered device, from `newDevice` of an earlier sign-in',
  example: 'eu-west-1_a1b2c3d4-5678-90ab-cdef-EXAMPLE11111',
});
const oneOf = (...options: [string, ...string[]]) =>
  z.enum(options, `must be one of ${options.join(', ')}`).meta({ example: options[0] });

/** What SRP clients send with every step; Cognito ignores what a step does not need. */
const srpSteps = { SRP_A: srpA, ...claim };

const CODE_SENT = ['CODE_DELIVERY_DELIVERY_MEDIUM', 'CODE_DELIVERY_DESTINATION'] as const;
const SRP = ['SRP_B', 'SALT', 'SECRET_BLOCK', 'USERNAME'] as const;

/**
 * Cognito's challenges, one row each. The schema of `POST /auth/challenge`, the OpenAPI document and the conversion of JSON
 * inside strings derive from it. `ADMIN_NO_SRP_AUTH` is missing, since no client can answer it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export const CHALLENGES: Readonly<Record<Exclude<ChallengeNameType, 'ADMIN_NO_SRP_AUTH'>, ChallengeRow>> = {
  SELECT_CHALLENGE: {
    asks: 'a choice of `availableChallenges`, with the values for it if they are already known',
    parameters: [],
    responses: { ANSWER: oneOf('EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'PASSWORD', 'PASSWORD_SRP') },
    optional: { PASSWORD: password, SRP_A: srpA, CREDENTIAL: credential },
  },
  PASSWORD: { asks: 'the password', parameters: [], responses: { PASSWORD: password } },
  PASSWORD_SRP: {
    asks: 'the first step of SRP',
    parameters: [],
    responses: { SRP_A: srpA },
    optional: srpSteps,
  },
  PASSWORD_VERIFIER: {
    asks: 'the proof of the password (SRP), within seconds',
    parameters: [...SRP, 'USER_ID_FOR_SRP'],
    responses: claim,
    optional: srpSteps,
    withoutSession: true,
  },
  EMAIL_OTP: {
    asks: 'the code that was sent by e-mail',
    parameters: CODE_SENT,
    responses: { EMAIL_OTP_CODE: code },
  },
  SMS_OTP: {
    asks: 'the code that was sent by SMS',
    parameters: CODE_SENT,
    responses: { SMS_OTP_CODE: code },
  },
  SMS_MFA: {
    asks: 'the code that was sent by SMS, as a second factor',
    parameters: CODE_SENT,
    responses: { SMS_MFA_CODE: code },
  },
  SOFTWARE_TOKEN_MFA: {
    asks: 'the code of an authenticator app',
    parameters: ['FRIENDLY_DEVICE_NAME', 'USER_ID_FOR_SRP'],
    responses: { SOFTWARE_TOKEN_MFA_CODE: code },
  },
  SELECT_MFA_TYPE: {
    asks: 'a choice of `MFAS_CAN_CHOOSE`',
    parameters: ['MFAS_CAN_CHOOSE'],
    responses: { ANSWER: oneOf('SMS_MFA', 'EMAIL_OTP', 'EMAIL_MFA', 'SOFTWARE_TOKEN_MFA', 'WEB_AUTHN') },
  },
  MFA_SETUP: {
    asks: 'the session of `POST /auth/mfa/totp/verify`, or an address for codes by e-mail',
    parameters: ['MFAS_CAN_SETUP'],
    responses: {},
    optional: { EMAIL: attributeValue.meta({ example: 'alice@example.com' }) },
  },
  NEW_PASSWORD_REQUIRED: {
    asks: 'a new password, and the attributes that the pool requires',
    parameters: ['USER_ID_FOR_SRP', 'requiredAttributes', 'userAttributes'],
    responses: { NEW_PASSWORD: password },
    takesAttributes: true,
  },
  WEB_AUTHN: {
    asks: 'a passkey',
    parameters: ['CREDENTIAL_REQUEST_OPTIONS'],
    responses: { CREDENTIAL: credential },
  },
  CUSTOM_CHALLENGE: {
    asks: 'the response that the Lambda trigger of the pool expects',
    parameters: [],
    responses: { ANSWER: text(0, 16_384).meta({ example: 'Rosebud' }) },
  },
  DEVICE_SRP_AUTH: {
    asks: 'the first step of SRP for a remembered device',
    parameters: [],
    responses: { SRP_A: srpA, DEVICE_KEY: deviceKey },
    optional: srpSteps,
    withoutSession: true,
  },
  DEVICE_PASSWORD_VERIFIER: {
    asks: 'the proof of the device’s password (SRP)',
    parameters: [...SRP, 'DEVICE_KEY'],
    responses: { ...claim, DEVICE_KEY: deviceKey },
    optional: srpSteps,
    withoutSession: true,
  },
};
export type ChallengeName = keyof typeof CHALLENGES;

/** The value of a `userAttributes.<name>` response. */
export const attributeResponse = attributeValue;
