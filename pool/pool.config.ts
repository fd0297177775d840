/** The two attributes that a code can be sent to. */
export type ContactAttribute = 'email' | 'phone_number';
/** What `UserMFASettingList` may hold. */
export type SecondFactor = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA';
/** `SignInPolicy.AllowedFirstAuthFactors` of a user pool. */
export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** How a pool is set up, where pools differ. The names follow DescribeUserPool. */
export interface PoolConfig {
  /** `MfaConfiguration`. */
  readonly mfa: 'OFF' | 'OPTIONAL' | 'ON';
  readonly secondFactors: readonly SecondFactor[];
  readonly firstFactors: readonly FirstFactor[];
  /** `AutoVerifiedAttributes`: a code goes out when such an attribute is new. */
  readonly autoVerified: readonly ContactAttribute[];
  /** `AttributesRequireVerificationBeforeUpdate`: the old value stays until the code is there. */
  readonly verifyBeforeUpdate: readonly ContactAttribute[];
  /** `DeviceOnlyRememberedOnUserPrompt` (`USER_OPT_IN`), its opposite (`ALWAYS`), or no device tracking. */
  readonly devices: 'NO' | 'USER_OPT_IN' | 'ALWAYS';
  /** `ChallengeRequiredOnNewDevice`: a remembered device takes the place of the second factor. */
  readonly challengeOnNewDevice: boolean;
  /** `RefreshTokenRotation.RetryGracePeriodSeconds`; undefined: no rotation. */
  readonly rotationGraceSeconds: number | undefined;
  /** `WebAuthnConfiguration.RelyingPartyId`; undefined: passkeys cannot be registered. */
  readonly relyingPartyId: string | undefined;
  /** How long access and ID tokens live. */
  readonly tokenSeconds: number;
  /** `PreventUserExistenceErrors` of the app clients; `LEGACY` tells who exists. */
  readonly existenceErrors: 'ENABLED' | 'LEGACY';
  /** Lock a user after five wrong passwords, as Cognito does: `Password attempts exceeded`. */
  readonly locksUsers: boolean;
  /** Refuse a code of an authenticator application that was used before, as Cognito does. */
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
