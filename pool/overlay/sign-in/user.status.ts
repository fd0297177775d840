import { timingSafeEqual } from 'node:crypto';
import type { User } from 'cognito-local/lib/services/userPoolService';
import { refusal } from '../request.reader';

/** One sentence for a wrong password, a wrong proof and a user who does not exist. */
export const INCORRECT = 'Incorrect username or password.';

/** @throws NotAuthorizedException */
export function requireEnabled(user: User): void {
  if (!user.Enabled) throw refusal('NotAuthorizedException', 'User is disabled.');
}

/**
 * In Cognito's order: reset, password, disabled, unconfirmed.
 * @throws what refuses the sign-in
 */
export function requirePassword(user: User | undefined, password: string): asserts user is User {
  if (user?.UserStatus === 'RESET_REQUIRED' && user.Enabled) throw resetRequired();
  if (!user || !isPasswordOf(user, password)) throw refusal('NotAuthorizedException', INCORRECT);
  requireReady(user);
}

/** @throws when somebody with the right password may not sign in all the same */
export function requireReady(user: User): void {
  requireEnabled(user);
  if (user.UserStatus === 'RESET_REQUIRED') throw resetRequired();
  if (user.UserStatus === 'UNCONFIRMED') {
    throw refusal('UserNotConfirmedException', 'User is not confirmed.');
  }
}

/** A user without a password (passwordless sign-up) has an empty one, which nobody can sign in with. */
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
