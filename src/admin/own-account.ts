import type { Principal } from 'lifeguard-auth';
import type { User } from '../cognito/user.schema';
import { Problem } from '../problems/problem';

/** Whether the user is the caller. Compared by `sub`, because a machine's name may equal a username. */
export const isOwnAccount = (caller: Principal, { sub }: User): boolean =>
  caller.kind === 'user' && caller.sub === sub;

/**
 * @throws Problem `own_account` for an admin who would remove their own rights.
 */
export function refuseOwnAccount(caller: Principal, user: User): void {
  if (isOwnAccount(caller, user)) {
    throw new Problem('own_account', 'Ask another administrator to change your account.');
  }
}
