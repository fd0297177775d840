import { type NamedReason, type Principal, type Revocation, sessionOf } from 'lifeguard-auth';
import { Problem } from '../problems/problem';
import type { User } from '../cognito/user.schema';

/** Whether the user is the caller: by `sub`, since a machine's name and a username may look alike. */
const isOwnAccount = (caller: Principal, { sub }: User): boolean =>
  caller.kind === 'user' && caller.sub === sub;

/**
 * Keeps an admin from locking themselves out.
 *
 * @throws Problem `own_account`
 */
export function refuseOwnAccount(caller: Principal, user: User): void {
  if (isOwnAccount(caller, user)) {
    throw new Problem('own_account', 'Another administrator has to do this to your account.');
  }
}

/** Every token of the user, and where the user is the caller, the session of the token that is used. */
export function tokensOf(user: User, caller: Principal, reason: NamedReason): Revocation[] {
  const session = isOwnAccount(caller, user) ? sessionOf(caller, reason) : undefined;
  return [{ kind: 'user', sub: user.sub, reason }, ...(session ? [session] : [])];
}
