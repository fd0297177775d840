import type { Principal } from 'lifeguard-auth';
import type { User } from '../cognito/user.schema';
import { Problem } from '../problems/problem';

/** Whether the user is the caller: by `sub`, since a machine's name and a username may be the same. */
export const isOwnAccount = (caller: Principal, { sub }: User): boolean =>
  caller.kind === 'user' && caller.sub === sub;

/** @throws Problem `own_account` for an admin who would take their own rights away. */
export function refuseOwnAccount(caller: Principal, user: User): void {
  if (isOwnAccount(caller, user)) {
    throw new Problem('own_account', 'Another administrator has to do this to your account.');
  }
}
