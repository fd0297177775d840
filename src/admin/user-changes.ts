import { Injectable } from '@nestjs/common';
import {
  sessionOf,
  type GroupChange,
  type NamedReason,
  type Principal,
  type Revocation,
} from 'lifeguard-auth';
import { AdminGroup } from '../admin-group/admin-group';
import { UserDirectory } from '../cognito/user.directory';
import type { User } from '../cognito/user.schema';
import { Ended, TokenRevoker, type RevokingCall } from '../revocation/token-revoker';
import { isOwnAccount, refuseOwnAccount } from './own-account';

/** A change of a user that revokes tokens. */
interface EndingChange {
  /** The user as named by the caller: username, alias or `sub`, in any letter case. */
  readonly username: string;
  readonly caller: Principal;
  /** Why every token of the user is revoked; for a change of groups, the change itself. */
  readonly because: Exclude<NamedReason, 'groups'> | GroupChange;
  /**
   * Whether the change removes admin rights: `always`, because it removes the user from the admin group, or
   * `from-members`, if the user is a member of it.
   */
  readonly endsAdmin?: 'always' | 'from-members' | undefined;
  /** The calls to Cognito, in this order. */
  readonly calls: (user: User) => readonly [RevokingCall, ...RevokingCall[]];
}

/**
 * The single path of every change of a user that revokes tokens: resolve the name, protect admins, call
 * Cognito, revoke.
 */
@Injectable()
export class UserChanges {
  constructor(
    private readonly directory: UserDirectory,
    private readonly admins: AdminGroup,
    private readonly tokens: TokenRevoker,
  ) {}

  /** @throws Problem `user_not_found`, `own_account`, `last_admin`, and what the calls throw. */
  async end({ username, caller, because, endsAdmin, calls }: EndingChange): Promise<Ended> {
    const user = await this.directory.find(username);
    const change = () => this.tokens.end(tokensOf(user, caller, because), ...calls(user));
    if (endsAdmin === undefined) return change();
    refuseOwnAccount(caller, user);
    const endsAnAdmin = endsAdmin === 'always' || (user.enabled && (await this.admins.has(user.username)));
    return endsAnAdmin ? this.admins.unlessLast(user.sub, change) : change();
  }
}

/** Every token of the user and, if the user is the caller, the session of the token in use. */
function tokensOf(
  user: User,
  caller: Principal,
  because: EndingChange['because'],
): [Revocation, ...Revocation[]] {
  const { sub } = user;
  if (typeof because === 'object') return [{ kind: 'user', sub, reason: 'groups', change: because }];
  const session = isOwnAccount(caller, user) ? sessionOf(caller, because) : undefined;
  return [{ kind: 'user', sub, reason: because }, ...(session ? [session] : [])];
}
