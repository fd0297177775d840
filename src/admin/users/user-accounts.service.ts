import { Inject, Injectable } from '@nestjs/common';
import { type Principal, type Recorded, Revocations } from 'lifeguard-auth';
import { Cognito } from '../../cognito/cognito';
import { sdk } from '../../cognito/sdk';
import type { Settings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
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
    private readonly cognito: Cognito,
    private readonly directory: UserDirectory,
    private readonly revocations: Revocations,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws Problem `own_account`, `user_not_found` */
  async remove(username: string, caller: Principal): Promise<Recorded> {
    const user = await this.directory.find(username);
    refuseOwnAccount(caller, user);
    const command = new sdk.AdminDeleteUserCommand(this.of(user.username));
    return revokeAfter(this.revocations, tokensOf(user, caller), () =>
      this.cognito.send(command, { as: 'service' }),
    );
  }

  /** @throws Problem `own_account`, `user_not_found` */
  async disable(username: string, caller: Principal): Promise<Recorded> {
    const user = await this.directory.find(username);
    refuseOwnAccount(caller, user);
    const command = new sdk.AdminDisableUserCommand(this.of(user.username));
    return revokeAfter(this.revocations, tokensOf(user, caller), () =>
      this.cognito.send(command, { as: 'service' }),
    );
  }

  /** Ends every session of the user. */
  async signOut(username: string, caller: Principal): Promise<Recorded> {
    const user = await this.directory.find(username);
    const command = new sdk.AdminUserGlobalSignOutCommand(this.of(user.username));
    return revokeAfter(this.revocations, tokensOf(user, caller), () =>
      this.cognito.send(command, { as: 'service' }),
    );
  }

  /** @throws Problem `invalid_password`, `user_not_found` */
  async setPassword(username: string, body: NewPassword, caller: Principal): Promise<Recorded> {
    const user = await this.directory.find(username);
    const command = new sdk.AdminSetUserPasswordCommand({
      ...this.of(user.username),
      Password: body.password,
      Permanent: body.permanent,
    });
    return revokeAfter(this.revocations, tokensOf(user, caller), () =>
      this.cognito.send(command, { as: 'service' }),
    );
  }

  /** Lets a disabled user sign in again. */
  async enable(username: string): Promise<void> {
    await this.cognito.send(new sdk.AdminEnableUserCommand(this.of(username)), { as: 'service' });
  }

  /** Confirms a sign-up without a code. */
  async confirm(username: string): Promise<void> {
    await this.cognito.send(new sdk.AdminConfirmSignUpCommand(this.of(username)), { as: 'service' });
  }

  /** Makes the user choose a new password, with a code that Cognito sends. */
  async resetPassword(username: string): Promise<void> {
    await this.cognito.send(new sdk.AdminResetUserPasswordCommand(this.of(username)), { as: 'service' });
  }

  private of(username: string): { UserPoolId: string; Username: string } {
    return { UserPoolId: this.settings.userPoolId, Username: username };
  }
}
