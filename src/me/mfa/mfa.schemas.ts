import { z } from 'zod';
import { code, text } from '../../cognito/fields';
import { factors } from '../../cognito/mfa.schema';

const SIGN_IN_FACTORS = ['password', 'email-otp', 'sms-otp', 'passkey'] as const;

/** The response to `GET /me/mfa`. */
export const ownFactors = factors
  .extend({
    signInFactors: z
      .array(z.enum(SIGN_IN_FACTORS))
      .optional()
      .meta({
        description:
          'The factors that the user can sign in with; absent if the endpoint does not return them',
        example: ['password', 'passkey'],
      }),
  })
  .meta({ id: 'OwnFactors' });
export type OwnFactors = z.output<typeof ownFactors>;

const BY_COGNITO: ReadonlyMap<string, (typeof SIGN_IN_FACTORS)[number]> = new Map([
  ['PASSWORD', 'password'],
  ['EMAIL_OTP', 'email-otp'],
  ['SMS_OTP', 'sms-otp'],
  ['WEB_AUTHN', 'passkey'],
] as const);

/** Converts `ConfiguredUserAuthFactors`. */
export const toSignInFactors = (names: readonly string[] = []) =>
  names.map((name) => BY_COGNITO.get(name)).filter((name) => name !== undefined);

/** The body of `POST /me/mfa/totp/verify`. */
export const totpVerification = z.strictObject({
  code: code.meta({ description: 'The code shown by the authenticator app', example: '123456' }),
  deviceName: text(1, 128).optional().meta({ description: 'A name for the app', example: 'My phone' }),
  enable: z.boolean().default(true).meta({
    description: 'Whether it immediately becomes a second factor, and the preferred one if there was none',
    example: true,
  }),
});
export type TotpVerification = z.output<typeof totpVerification>;
