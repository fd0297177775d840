import type { User } from 'cognito-local/lib/services/userPoolService';
import type { FirstFactor } from '../../pool.config';
import { verifiedContact } from '../code.delivery';
import { activeFactors } from '../factors/mfa.preferences';
import type { PoolState } from '../pool.state';
import { subOf } from '../token.issuer';
import { hasPassword } from './user.status';

/** The challenges that a choice-based sign-in (USER_AUTH) can start with. */
export const FIRST_CHALLENGES = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] as const;
export type FirstChallenge = (typeof FIRST_CHALLENGES)[number];

/**
 * The challenges that a user can start with, in a fixed order. A user with a second factor cannot start with a code, and
 * a user with a temporary password must start with it.
 */
export function firstFactorsOf(state: PoolState, user: User): FirstChallenge[] {
  const sub = subOf(user);
  const hasPasskey = state.passkeys.of(sub).length > 0;
  const mfa = state.config.mfa === 'ON' || activeFactors(state, user).length > 0;
  const temporary = user.UserStatus === 'FORCE_CHANGE_PASSWORD';
  const able: Record<FirstChallenge, boolean> = {
    PASSWORD: hasPassword(user),
    PASSWORD_SRP: hasPassword(user),
    EMAIL_OTP: !mfa && !temporary && verifiedContact(user, 'email') !== undefined,
    SMS_OTP: !mfa && !temporary && verifiedContact(user, 'phone_number') !== undefined,
    WEB_AUTHN: hasPasskey && !temporary && (!mfa || state.passkeys.isSecondFactor(sub)),
  };
  return FIRST_CHALLENGES.filter((name) => able[name] && isAllowed(state, name));
}

function isAllowed(state: PoolState, name: FirstChallenge): boolean {
  const factor: FirstFactor = name === 'PASSWORD_SRP' ? 'PASSWORD' : name;
  return state.config.firstFactors.includes(factor);
}
