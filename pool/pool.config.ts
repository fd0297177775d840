/** The two attributes that a code can be sent to. */
export type ContactAttribute = 'email' | 'phone_number';
/** The values of `UserMFASettingList`. */
export type SecondFactor = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA';
/** `SignInPolicy.AllowedFirstAuthFactors` of a user pool. */
export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** The configuration of a pool, with names after DescribeUserPool. */
export interface PoolConfig {
  /** `MfaConfiguration`. */
  readonly mfa: 'OFF' | 'OPTIONAL' | 'ON';
  readonly secondFactors: readonly SecondFactor[];
  readonly firstFactors: readonly FirstFactor[];
  /** `AutoVerifiedAttributes`: a code is sent when such an attribute is set. */
  readonly autoVerified: readonly ContactAttribute[];
  /** `AttributesRequireVerificationBeforeUpdate`: the old value remains until the code is confirmed. */
  readonly verifyBeforeUpdate: readonly ContactAttribute[];
  /** `DeviceOnlyRememberedOnUserPrompt` is true (`USER_OPT_IN`) or false (`ALWAYS`), or devices are not tracked. */
  readonly devices: 'NO' | 'USER_OPT_IN' | 'ALWAYS';
  /** `ChallengeRequiredOnNewDevice`: a remembered device replaces the second factor. */
  readonly challengeOnNewDevice: boolean;
  /** `RefreshTokenRotation.RetryGracePeriodSeconds`; undefined without rotation. */
  readonly rotationGraceSeconds: number | undefined;
  /** `WebAuthnConfiguration.RelyingPartyId`; if undefined, passkeys cannot be registered. */
  readonly relyingPartyId: string | undefined;
  /** Lifetime of access and ID tokens. */
  readonly tokenSeconds: number;
  /** `PreventUserExistenceErrors` of the app clients; `LEGACY` reveals whether a user exists. */
  readonly existenceErrors: 'ENABLED' | 'LEGACY';
  /** Locks a user after five wrong passwords, as Cognito does (`Password attempts exceeded`). */
  readonly locksUsers: boolean;
  /** Refuses an authenticator code that was already used, as Cognito does. */
  readonly refusesUsedCodes: boolean;
}

export const DEFAULT_CONFIG: PoolConfig = {
  mfa: 'OPTIONAL',
  secondFactors: ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'],
  firstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  autoVerified: ['email'],
  verifyBeforeUpdate: [],
  devices: 'NO',
  challengeOnNewDevice: true,
  rotationGraceSeconds: undefined,
  relyingPartyId: 'localhost',
  tokenSeconds: 3600,
  existenceErrors: 'ENABLED',
  locksUsers: false,
  refusesUsedCodes: false,
};
