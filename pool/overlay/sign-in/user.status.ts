import { timingSafeEqual } from 'node:crypto';
import type { User } from 'cognito-local/lib/services/userPoolService';
import { refusal } from '../request.reader';

/** The message for a wrong password, a wrong proof and an unknown user alike. */
export const INCORRECT = 'Incorrect username or password.';

/** @throws NotAuthorizedException */
export function requireEnabled(user: User): void {
  if (!user.Enabled) throw refusal('NotAuthorizedException', 'User is disabled.');
}

/**
 * Checks the password and the user's status in Cognito's order: reset, password, disabled, unconfirmed.
 *
 * @throws CognitoError of the first check that fails
 */
export function requirePassword(user: User | undefined, password: string): asserts user is User {
  if (user?.UserStatus === 'RESET_REQUIRED' && user.Enabled) throw resetRequired();
  if (!user || !isPasswordOf(user, password)) throw refusal('NotAuthorizedException', INCORRECT);
  requireReady(user);
}

/** @throws CognitoError if the user may not sign in even with the right password */
export function requireReady(user: User): void {
  requireEnabled(user);
  if (user.UserStatus === 'RESET_REQUIRED') throw resetRequired();
  if (user.UserStatus === 'UNCONFIRMED') {
    throw refusal('UserNotConfirmedException', 'User is not confirmed.');
  }
}

/** Whether the user has a password. A passwordless sign-up stores an empty one, with which nobody can sign in. */
export function hasPassword(user: User): boolean {
  return user.Password !== '';
}

function isPasswordOf(user: User, password: string): boolean {
  const [known, given] = [Buffer.from(user.Password), Buffer.from(password)];
  return hasPassword(user) && known.length === given.length && timingSafeEqual(known, given);
}

function resetRequired(): Error {
  return refusal('PasswordResetRequiredException', 'Password reset required for the user');
}
