import type { User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import { sendCode, simulatedDelivery, verifiedContact } from './code.delivery';
import { requireStrongPassword } from './password.policy';
import type { Actions, PoolState } from './pool.state';
import { refusal, text, type JsonObject } from './request.reader';
import { requireClientAndName } from './sign-up.actions';

/** ForgotPassword and ConfirmForgotPassword. */
export function forgottenPasswordActions(state: PoolState): Actions {
  return {
    ForgotPassword: async (request) => {
      const { username } = await requireClientAndName(state, request);
      const user = await state.find(username);
      if (!user) return { CodeDeliveryDetails: simulatedDelivery(username) };
      requireResettable(user);
      return { CodeDeliveryDetails: await sendCode(state, user, 'ForgotPassword') };
    },
    ConfirmForgotPassword: (request) => confirm(state, request),
  };
}

/** @throws CognitoError if no code can be sent to the user, or the user has never chosen a password */
export function requireResettable(user: User): void {
  if (!user.Enabled) throw refusal('NotAuthorizedException', 'User is disabled.');
  if (user.UserStatus === 'FORCE_CHANGE_PASSWORD') {
    throw refusal('NotAuthorizedException', 'User password cannot be reset in the current state.');
  }
  if (!verifiedContact(user, 'email') && !verifiedContact(user, 'phone_number')) {
    throw refusal(
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
}

async function confirm(state: PoolState, request: JsonObject): Promise<unknown> {
  const { username } = await requireClientAndName(state, request);
  const code = text(request, 'ConfirmationCode');
  const password = text(request, 'Password');
  requireStrongPassword(password);
  const user = await state.find(username);
  if (user && !user.ConfirmationCode) {
    throw refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  }
  // An unknown user gets the same error as a wrong code.
  if (!user || user.ConfirmationCode !== code) {
    throw refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }
  await state.pool.saveUser(CONTEXT, {
    ...user,
    Password: password,
    UserStatus: 'CONFIRMED',
    ConfirmationCode: undefined,
    UserLastModifiedDate: state.services.clock.get(),
  });
  return {};
}
