import { Injectable } from '@nestjs/common';
import type { Principal } from 'lifeguard-auth';
import { Cognito } from '../../cognito/cognito';
import { call, type Ended } from '../../revocation/token-revoker';
import { UserChanges } from '../user-changes';
import type { NewPassword, WithClientMetadata } from './user-bodies.schema';

/**
 * A user's account: deletion, status and password.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
 */
@Injectable()
export class UserAccountsService {
  constructor(
    private readonly cognito: Cognito,
    private readonly changes: UserChanges,
  ) {}

  /** @throws Problem `own_account`, `last_admin`, `user_not_found` */
  remove(username: string, caller: Principal): Promise<Ended> {
    return this.changes.end({
      username,
      caller,
      because: 'deleted',
      endsAdmin: 'from-members',
      calls: (user) => [call('AdminDeleteUser', { Username: user.username })],
    });
  }

  /** @throws Problem `own_account`, `last_admin`, `user_not_found` */
  disable(username: string, caller: Principal): Promise<Ended> {
    return this.changes.end({
      username,
      caller,
      because: 'disabled',
      endsAdmin: 'from-members',
      calls: (user) => [call('AdminDisableUser', { Username: user.username })],
    });
  }

  /** Ends every session of the user. */
  signOut(username: string, caller: Principal): Promise<Ended> {
    return this.changes.end({
      username,
      caller,
      because: 'sign-out',
      calls: (user) => [call('AdminUserGlobalSignOut', { Username: user.username })],
    });
  }

  /**
   * Sets a password and ends every session, which AdminSetUserPassword alone does not do.
   *
   * @throws Problem `invalid_password`, `user_not_found`
   */
  setPassword(username: string, { password, permanent }: NewPassword, caller: Principal): Promise<Ended> {
    return this.changes.end({
      username,
      caller,
      because: 'password',
      calls: ({ username: Username }) => [
        call('AdminSetUserPassword', { Username, Password: password, Permanent: permanent }, 'password'),
        call('AdminUserGlobalSignOut', { Username }),
      ],
    });
  }

  /** Lets a disabled user sign in again. */
  async enable(username: string): Promise<void> {
    await this.cognito.send('AdminEnableUser', { Username: username });
  }

  /** Confirms a sign-up without a code. */
  async confirm(username: string): Promise<void> {
    await this.cognito.send('AdminConfirmSignUp', { Username: username });
  }

  /** Requires the user to choose a new password with a code that Cognito sends. */
  async resetPassword(username: string, { clientMetadata }: WithClientMetadata): Promise<void> {
    await this.cognito.send('AdminResetUserPassword', { Username: username, ClientMetadata: clientMetadata });
  }
}
