import type { User } from 'cognito-local/lib/services/userPoolService';
import { deviceChallenge } from '../devices/device.challenge';
import type { PoolState } from '../pool.state';
import type { SignInAttempt, Step } from './attempt';
import { newPasswordChallenge } from './new-password.challenge';
import { secondFactorChallenge } from './second-factor.challenge';
import { requireReady } from './user.status';

/**
 * The step after a proof: a new password, a second factor, the device challenge, or the tokens.
 *
 * @throws CognitoError if the user may not sign in (disabled, unconfirmed, password reset required) or does not have the
 * device
 */
export async function nextStep(state: PoolState, user: User, attempt: SignInAttempt): Promise<Step> {
  requireReady(user);
  return (
    newPasswordChallenge(state, user, attempt) ??
    secondFactorChallenge(state, user, attempt) ??
    deviceChallenge(state, user, attempt) ?? { kind: 'passed', user, attempt }
  );
}
