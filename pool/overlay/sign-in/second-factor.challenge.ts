import type { User } from 'cognito-local/lib/services/userPoolService';
import type { SecondFactor } from '../../pool.config';
import { contactOf } from '../code.delivery';
import { replacesSecondFactor } from '../devices/device.challenge';
import { activeFactors } from '../factors/mfa.preferences';
import type { PoolState } from '../pool.state';
import { levelOf } from './assurance';
import type { Challenged, SignInAttempt } from './attempt';
import { codeChallenge } from './code.challenge';

/**
 * The challenge for the second factor: the preferred one, the only one or a choice; MFA_SETUP if the pool requires a
 * second factor and the user has none.
 */
export function secondFactorChallenge(
  state: PoolState,
  user: User,
  attempt: SignInAttempt,
): Challenged | undefined {
  const { passed } = attempt;
  if (!passed.includes('password') || levelOf(passed) >= 3 || attempt.flow === 'CUSTOM_AUTH')
    return undefined;
  if (replacesSecondFactor(state, user, attempt)) return undefined;
  const factors = activeFactors(state, user);
  const [only] = factors;
  if (only === undefined) return state.config.mfa === 'ON' ? setupChallenge(state, user, attempt) : undefined;
  const preferred = factors.find((factor) => factor === user.PreferredMfaSetting);
  const chosen = preferred ?? (factors.length === 1 ? only : undefined);
  return chosen === undefined
    ? choiceChallenge(state, user, attempt, factors)
    : factorChallenge(state, user, attempt, chosen);
}

/** The challenge of one second factor. Sends the code if the factor needs one. */
export function factorChallenge(
  state: PoolState,
  user: User,
  attempt: SignInAttempt,
  factor: SecondFactor,
): Challenged {
  if (factor !== 'SOFTWARE_TOKEN_MFA') {
    const to = contactOf(user, factor === 'SMS_MFA' ? 'phone_number' : 'email');
    return codeChallenge(state, attempt, factor, to);
  }
  const device = user.SoftwareTokenMfaConfiguration?.FriendlyDeviceName;
  return {
    kind: 'challenge',
    name: factor,
    parameters: { USER_ID_FOR_SRP: user.Username, ...(device && { FRIENDLY_DEVICE_NAME: device }) },
    session: state.challenges.issue(factor, attempt),
  };
}

function choiceChallenge(
  state: PoolState,
  user: User,
  attempt: SignInAttempt,
  factors: readonly SecondFactor[],
): Challenged {
  return {
    kind: 'challenge',
    name: 'SELECT_MFA_TYPE',
    parameters: { USER_ID_FOR_SRP: user.Username, MFAS_CAN_CHOOSE: JSON.stringify(factors) },
    session: state.challenges.issue('SELECT_MFA_TYPE', attempt),
  };
}

function setupChallenge(state: PoolState, user: User, attempt: SignInAttempt): Challenged {
  return {
    kind: 'challenge',
    name: 'MFA_SETUP',
    parameters: {
      USER_ID_FOR_SRP: user.Username,
      MFAS_CAN_SETUP: JSON.stringify(state.config.secondFactors),
    },
    session: state.challenges.issue('MFA_SETUP', attempt),
  };
}
