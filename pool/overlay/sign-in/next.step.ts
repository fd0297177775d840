import type { User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from '../pool.state';
import type { SignInAttempt, Step } from './attempt';
import { newPasswordChallenge } from './new-password.challenge';
import { secondFactorChallenge } from './second-factor.challenge';
import { requireReady } from './user.standing';

/**
 * What comes after a proof: a new password, a second factor, or the end.
 * @throws when the user may not sign in (disabled, unconfirmed, password to be reset)
 */
export async function nextStep(state: PoolState, user: User, attempt: SignInAttempt): Promise<Step> {
  requireReady(user);
  return (
    newPasswordChallenge(state, user, attempt) ??
    secondFactorChallenge(state, user, attempt) ?? { kind: 'passed', user, attempt }
  );
}
