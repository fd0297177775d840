import type { User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import { sendCode } from './code.delivery';
import { requireResettable } from './forgotten-password.actions';
import { requireStrongPassword } from './password.policy';
import type { Actions, Handler, PoolState } from './pool.state';
import { text } from './request.reader';
import { subOf } from './token.issuer';
import { requireNamedUser } from './user.directory';

/** The administrator's actions on one user. `overlay.router.ts` has already resolved `Username`. */
export function adminUserActions(state: PoolState): Actions {
  const signingOut: Handler = async (request, next) => {
    const user = await requireNamedUser(state, request);
    const answer = await next(request);
    state.sessions.signOut(subOf(user));
    return answer;
  };
  return {
    AdminDisableUser: signingOut,
    AdminDeleteUser: signingOut,
    AdminUserGlobalSignOut: async (request) => {
      state.sessions.signOut(subOf(await requireNamedUser(state, request)));
      return {};
    },
    AdminResetUserPassword: async (request) => {
      const user = await requireNamedUser(state, request);
      requireResettable(user);
      const updated = {
        ...user,
        UserStatus: 'RESET_REQUIRED',
        UserLastModifiedDate: state.services.clock.get(),
      };
      await sendCode(state, updated, 'ForgotPassword');
      return {};
    },
    AdminSetUserPassword: async (request, next) => {
      await requireNamedUser(state, request);
      requireStrongPassword(text(request, 'Password'));
      return next(request);
    },
    AdminConfirmSignUp: async (request, next) => {
      const answer = await next(request);
      await forgetCode(state, await requireNamedUser(state, request));
      return answer;
    },
  };
}

/** Removes the sign-up code, so that it cannot be used to reset the password. */
async function forgetCode(state: PoolState, user: User): Promise<void> {
  await state.pool.saveUser(CONTEXT, { ...user, ConfirmationCode: undefined });
}
