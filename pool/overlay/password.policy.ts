import { refusal } from './request.reader';

/** Cognito's default policy, in the order in which it reports violations. */
const RULES: readonly (readonly [rule: RegExp, complaint: string])[] = [
  [/^.{8,}$/su, 'Password not long enough'],
  [/[0-9]/u, 'Password must have numeric characters'],
  [/[a-z]/u, 'Password must have lowercase characters'],
  [/[A-Z]/u, 'Password must have uppercase characters'],
  [/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/u, 'Password must have symbol characters'],
];
const MAX_LENGTH = 256;

/** @throws InvalidPasswordException with Cognito's message */
export function requireStrongPassword(password: string): void {
  // Real pools check the length with the request's schema, before the policy.
  if (password.length > MAX_LENGTH) {
    throw refusal(
      'InvalidParameterException',
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+.*[\\S]+",
    );
  }
  const broken = RULES.find(([rule]) => !rule.test(password));
  if (broken) {
    throw refusal('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
  }
}
