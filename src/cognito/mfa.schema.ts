import type { SetUserMFAPreferenceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';

/** Second factors by our names, with Cognito's. */
const FACTORS = { totp: 'SOFTWARE_TOKEN_MFA', sms: 'SMS_MFA', email: 'EMAIL_OTP' } as const;
type Factor = keyof typeof FACTORS;

/** Cognito's prose also writes `EMAIL_MFA`. */
const BY_COGNITO: ReadonlyMap<string, Factor> = new Map<string, Factor>([
  ...(Object.entries(FACTORS) as [Factor, string][]).map(([ours, theirs]) => [theirs, ours] as const),
  ['EMAIL_MFA', 'email'],
]);

const factor = z.enum(['totp', 'sms', 'email']).meta({ id: 'SecondFactor', example: 'totp' });

/** The second factors of a user. */
export const factors = z
  .object({
    enabled: z.array(factor).meta({ description: 'Second factors in use', example: ['totp'] }),
    preferred: factor.optional().meta({ description: 'The one that Cognito asks for first' }),
  })
  .meta({ id: 'SecondFactors' });
type Factors = z.output<typeof factors>;

/** The body of `PUT /me/mfa` and `PUT /users/{username}/mfa`. */
export const factorChange = z
  .strictObject({
    enabled: z
      .array(factor)
      .max(10, 'must have at most 10 items')
      .meta({ description: 'Every factor in use; the others are switched off', example: ['totp'] }),
    preferred: factor.nullable().optional().meta({ description: 'One of `enabled`; none if omitted' }),
    passkey: z.boolean().optional().meta({
      description: 'Whether a passkey with user verification counts as a second factor; unchanged if omitted',
      example: true,
    }),
  })
  .refine(({ enabled, preferred }) => !preferred || enabled.includes(preferred), {
    path: ['preferred'],
    error: 'must be one of `enabled`',
  });
export type FactorChange = z.output<typeof factorChange>;

/** Converts `UserMFASettingList` and `PreferredMfaSetting`. Unknown factors are omitted. */
export function toFactors(answer: {
  readonly UserMFASettingList?: readonly string[] | undefined;
  readonly PreferredMfaSetting?: string | undefined;
}): Factors {
  const enabled = (answer.UserMFASettingList ?? []).map((name) => BY_COGNITO.get(name));
  const preferred = BY_COGNITO.get(answer.PreferredMfaSetting ?? '');
  return {
    enabled: [...new Set(enabled.filter((one) => one !== undefined))],
    ...(preferred && { preferred }),
  };
}

/**
 * The settings that set exactly these factors.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */
export function toPreference({
  enabled,
  preferred,
  passkey,
}: FactorChange): Omit<SetUserMFAPreferenceRequest, 'AccessToken'> {
  const setting = (name: Factor) => ({ Enabled: enabled.includes(name), PreferredMfa: preferred === name });
  return {
    SMSMfaSettings: setting('sms'),
    SoftwareTokenMfaSettings: setting('totp'),
    EmailMfaSettings: setting('email'),
    ...(passkey !== undefined && { WebAuthnMfaSettings: { Enabled: passkey } }),
  };
}
