import { Injectable } from '@nestjs/common';
import { type Principal, type Propagation, Revocations } from 'lifeguard-auth';
import { UserPool } from '../../cognito/user-pool';
import { revokeAfter } from '../../revocation/revoke-after';
import { refuseOwnAccount, tokensOf } from '../own-account';
import type { NewPassword } from './user-bodies.schema';
import { UserDirectory } from '../../cognito/user.directory';

/**
 * The account of a user: whether it is there, may sign in and with which password. What takes a right away ends the
 * user's tokens too.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
 */
@Injectable()
export class UserAccountsService {
  constructor(
    private readonly pool: UserPool,
    private readonly directory: UserDirectory,
    private readonly revocations: Revocations,
  ) {}

  /** @throws Problem `own_account`, `user_not_found` */
  async remove(username: string, caller: Principal): Promise<Propagation> {
    const user = await this.directory.find(username);
    refuseOwnAccount(caller, user);
    return revokeAfter(this.revocations, tokensOf(user, caller, 'deleted'), () =>
      this.pool.send('AdminDeleteUser', { Username: user.username }),
    );
  }

  /** @throws Problem `own_account`, `user_not_found` */
  async disable(username: string, caller: Principal): Promise<Propagation> {
    const user = await this.directory.find(username);
    refuseOwnAccount(caller, user);
    return revokeAfter(this.revocations, tokensOf(user, caller, 'disabled'), () =>
      this.pool.send('AdminDisableUser', { Username: user.username }),
    );
  }

  /** Ends every session of the user. */
  async signOut(username: string, caller: Principal): Promise<Propagation> {
    const user = await this.directory.find(username);
    return revokeAfter(this.revocations, tokensOf(user, caller, 'sign-out'), () =>
      this.pool.send('AdminUserGlobalSignOut', { Username: user.username }),
    );
  }

  /** @throws Problem `invalid_password`, `user_not_found` */
  async setPassword(username: string, body: NewPassword, caller: Principal): Promise<Propagation> {
    const user = await this.directory.find(username);
    const input = { Username: user.username, Password: body.password, Permanent: body.permanent };
    return revokeAfter(this.revocations, tokensOf(user, caller, 'password'), () =>
      this.pool.send('AdminSetUserPassword', input),
    );
  }

  /** Lets a disabled user sign in again. */
  async enable(username: string): Promise<void> {
    await this.pool.send('AdminEnableUser', { Username: username });
  }

  /** Confirms a sign-up without a code. */
  async confirm(username: string): Promise<void> {
    await this.pool.send('AdminConfirmSignUp', { Username: username });
  }

  /** Makes the user choose a new password, with a code that Cognito sends. */
  async resetPassword(username: string): Promise<void> {
    await this.pool.send('AdminResetUserPassword', { Username: username });
  }
}
