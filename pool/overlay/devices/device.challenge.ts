import type { User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from '../pool.state';
import { refusal, text } from '../request.reader';
import type { AnswerHandler } from '../sign-in/answer';
import { proved, type Challenged, type SignInAttempt } from '../sign-in/attempt';
import { nextStep } from '../sign-in/next.step';
import { claimIn } from '../sign-in/password.verifier';
import { beginExchange, proves, srpParameters } from '../srp/srp.exchange';
import { subOf } from '../token.issuer';
import { unknownDevice } from './device.actions';
import type { Device } from './device.registry';

/**
 * DEVICE_SRP_AUTH, the last step of a sign-in that names a device.
 *
 * @throws ResourceNotFoundException if the user does not have the device; clients then retry without it
 */
export function deviceChallenge(
  state: PoolState,
  user: User,
  attempt: SignInAttempt,
): Challenged | undefined {
  if (state.config.devices === 'NO' || !attempt.deviceKey || attempt.passed.includes('device'))
    return undefined;
  const device = knownDevice(state, user, attempt);
  if (!device) throw unknownDevice();
  return {
    kind: 'challenge',
    name: 'DEVICE_SRP_AUTH',
    parameters: { USERNAME: user.Username, DEVICE_KEY: device.key },
    session: state.challenges.issue('DEVICE_SRP_AUTH', attempt),
  };
}

/** Whether a remembered device replaces the second factor. The device still has to authenticate. */
export function replacesSecondFactor(state: PoolState, user: User, attempt: SignInAttempt): boolean {
  if (state.config.devices === 'NO' || !state.config.challengeOnNewDevice) return false;
  return knownDevice(state, user, attempt)?.remembered === true;
}

/** Answers the device's public SRP number with DEVICE_PASSWORD_VERIFIER and the pool's number. */
export const answerDevice: AnswerHandler = async (state, { user, open, responses }) => {
  const device = requireSameDevice(state, user, open.attempt, text(responses, 'DEVICE_KEY'));
  const srp = beginExchange(text(responses, 'SRP_A'), device.verifier);
  return {
    kind: 'challenge',
    name: 'DEVICE_PASSWORD_VERIFIER',
    parameters: { ...srpParameters(srp), USERNAME: user.Username, DEVICE_KEY: device.key },
    session: state.challenges.issue('DEVICE_PASSWORD_VERIFIER', open.attempt, { srp }),
  };
};

/** @throws NotAuthorizedException for a wrong proof, which cannot be retried */
export const answerDeviceVerifier: AnswerHandler = async (state, { user, open, responses }) => {
  const device = requireSameDevice(state, user, open.attempt, text(responses, 'DEVICE_KEY'));
  const { srp } = open.detail;
  if (!srp || !proves(srp, `${device.groupKey}${device.key}`, claimIn(responses))) {
    throw refusal('NotAuthorizedException', 'Incorrect device credentials.');
  }
  device.authenticatedAt = new Date();
  device.lastIp = open.attempt.ip ?? device.lastIp;
  return nextStep(state, user, { ...proved(open.attempt, 'device'), source: 'AuthenticateDevice' });
};

/** The confirmed device that an attempt names. */
function knownDevice(
  state: PoolState,
  user: User,
  attempt: SignInAttempt,
): (Device & { verifier: NonNullable<Device['verifier']> }) | undefined {
  const device =
    attempt.deviceKey === undefined ? undefined : state.devices.find(subOf(user), attempt.deviceKey);
  // Narrowed rather than copied, because callers modify the stored device.
  return device?.confirmed && hasVerifier(device) ? device : undefined;
}

function hasVerifier(device: Device): device is Device & { verifier: NonNullable<Device['verifier']> } {
  return device.verifier !== undefined;
}

function requireSameDevice(
  state: PoolState,
  user: User,
  attempt: SignInAttempt,
  key: string,
): NonNullable<ReturnType<typeof knownDevice>> {
  const device = knownDevice(state, user, { ...attempt, deviceKey: key });
  if (!device) throw unknownDevice();
  return device;
}
