/** What somebody has proved in a sign-in. */
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
 * The level, from 1 to 4, that proofs amount to: a code alone, a password, two factors, a passkey with
 * user verification. AWS fixes what each level needs, but these four rules are this emulator's reading.
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

/** The `amr` claim, in the words of RFC 8176 where it has one. */
export function amrOf(passed: readonly Proof[]): string[] {
  const methods = [...new Set(passed.map((proof) => METHODS[proof]))];
  return isMultiFactor(passed) || passed.includes('passkey') ? [...methods, 'mfa'] : methods;
}

function isMultiFactor(passed: readonly Proof[]): boolean {
  const codes = passed.some((proof) => METHODS[proof] === 'otp');
  return passed.includes('password') && (codes || passed.includes('device'));
}
