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
import { Ended } from '../revocation/ended';
import { TokenRevoker, type RevokingCall } from '../revocation/token-revoker';
import { isOwnAccount, refuseOwnAccount } from './own-account';

/** A change of a user that ends tokens. */
export interface EndingChange {
  /** As the caller names the user: username, alias or `sub`, in any case. */
  readonly username: string;
  readonly caller: Principal;
  /** Why every token of the user ends; for a change of groups, the change. */
  readonly because: Exclude<NamedReason, 'groups'> | GroupChange;
  /**
   * The change takes admin rights away: `always` where it takes the user out of the admin group, `from-members` where it
   * does so to its members.
   */
  readonly endsAdmin?: 'always' | 'from-members' | undefined;
  /** What Cognito is asked to do, in this order. */
  readonly calls: (user: User) => readonly [RevokingCall, ...RevokingCall[]];
}

/** The one path of a change of a user that ends tokens: resolve the name, protect admins, call Cognito, revoke. */
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

/** Every token of the user; where the user is the caller, also the session of the token that is used. */
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
