/** A proof that a user can give during a sign-in. */
export type Proof = 'password' | 'email-code' | 'sms-code' | 'totp' | 'passkey' | 'custom' | 'device';

/** The default names of Cognito's four levels (`AcrConfiguration`). */
export const ACR_LEVELS = [
  'urn:cognito:loa:1',
  'urn:cognito:loa:2',
  'urn:cognito:loa:3',
  'urn:cognito:loa:4',
] as const;

const METHODS: Readonly<Record<Proof, string>> = {
  password: 'pwd',
  'email-code': 'otp',
  'sms-code': 'otp',
  totp: 'otp',
  passkey: 'hwk',
  custom: 'custom',
  device: 'pop',
};

/**
 * The level of a set of proofs: 1 for a code alone, 2 for a password, 3 for two factors, 4 for a passkey with user
 * verification; 0 for none. AWS defines the levels; these rules are the emulator's interpretation.
 */
export function levelOf(passed: readonly Proof[]): 0 | 1 | 2 | 3 | 4 {
  if (passed.includes('passkey')) return 4;
  if (isMultiFactor(passed)) return 3;
  if (passed.includes('password')) return 2;
  return passed.length > 0 ? 1 : 0;
}

/** The `acr` claim (OpenID Connect Core section 2). */
export function acrOf(passed: readonly Proof[]): string | undefined {
  return ACR_LEVELS[levelOf(passed) - 1];
}

/** The `amr` claim, with the values of RFC 8176 if it defines one. */
export function amrOf(passed: readonly Proof[]): string[] {
  const methods = [...new Set(passed.map((proof) => METHODS[proof]))];
  return isMultiFactor(passed) || passed.includes('passkey') ? [...methods, 'mfa'] : methods;
}

function isMultiFactor(passed: readonly Proof[]): boolean {
  const codes = passed.some((proof) => METHODS[proof] === 'otp');
  return passed.includes('password') && (codes || passed.includes('device'));
}
