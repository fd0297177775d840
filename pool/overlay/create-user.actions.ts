import { randomBytes } from 'node:crypto';
import type { User } from 'cognito-local/lib/services/userPoolService';
import { userToResponseObject } from 'cognito-local/lib/targets/responses';
import { CONTEXT } from '../emulator.services';
import { emailIn, requireKnownAttributes, requireWellFormed } from './attribute.rules';
import { contactOf, deliver } from './code.delivery';
import { requireStrongPassword } from './password.policy';
import type { Actions, PoolState } from './pool.state';
import { attributes, optionalText, refusal, text, type JsonObject } from './request.reader';
import { verifiedEmail } from './user.directory';

/** AdminCreateUser, with the temporary password's policy and invitations by e-mail. */
export function createUserActions(state: PoolState): Actions {
  return {
    AdminCreateUser: async (request, next) => {
      const wanted = attributes(request);
      requireKnownAttributes(state, wanted);
      requireWellFormed(wanted);
      const password = optionalText(request, 'TemporaryPassword') ?? temporaryPassword();
      requireStrongPassword(password);
      const existing = await state.find(text(request, 'Username'));
      if (request['MessageAction'] === 'RESEND') return inviteAgain(state, existing, password);
      if (existing) throw refusal('UsernameExistsException', 'User account already exists');
      await requireFreeEmail(state, request);
      return next({ ...request, TemporaryPassword: password, ...delivery(request) });
    },
  };
}

/** In a pool with alias attributes, a verified address belongs to only one user. */
async function requireFreeEmail(state: PoolState, request: JsonObject): Promise<void> {
  const wanted = attributes(request);
  const email = emailIn(wanted)?.toLowerCase();
  const claimed = wanted.some(
    ({ Name: name, Value: value }) => name === 'email_verified' && value === 'true',
  );
  if (email === undefined || !claimed) return;
  const users = await state.pool.listUsers(CONTEXT);
  if (users.some((user) => verifiedEmail(user) === email)) {
    throw refusal('UsernameExistsException', 'An account with the email already exists.');
  }
}

/** Chooses a medium that the user has. cognito-local would fail if SMS, its default, has no number. */
function delivery(request: JsonObject): JsonObject {
  const names = attributes(request).map(({ Name: name }) => name);
  if (names.includes('email')) return { DesiredDeliveryMediums: ['EMAIL'] };
  return names.includes('phone_number') ? { DesiredDeliveryMediums: ['SMS'] } : { MessageAction: 'SUPPRESS' };
}

async function inviteAgain(state: PoolState, user: User | undefined, password: string): Promise<unknown> {
  if (!user) throw refusal('UserNotFoundException', 'User does not exist.');
  if (user.UserStatus !== 'FORCE_CHANGE_PASSWORD') {
    throw refusal(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.Username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  const updated = { ...user, Password: password, UserLastModifiedDate: state.services.clock.get() };
  await state.pool.saveUser(CONTEXT, updated);
  const to = contactOf(user, 'email') ?? contactOf(user, 'phone_number');
  if (to) deliver(state, 'AdminCreateUser', user.Username, to, password);
  return { User: userToResponseObject(updated) };
}

function temporaryPassword(): string {
  // The suffix satisfies the password policy for any random part.
  return `${randomBytes(8).toString('base64url')}-aA1`;
}
