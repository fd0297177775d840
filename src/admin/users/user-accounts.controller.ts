import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { Authorize, named, Principal } from 'lifeguard-auth';
import { LAST_ADMIN_PROBLEMS } from '../../admin-group/admin-group';
import { userPath, type UserPath } from '../../cognito/names.schema';
import { problemsOf } from '../../cognito/problems';
import { Route } from '../../openapi/route.decorator';
import { RevokingRoute } from '../../revocation/revoking-route.decorator';
import type { Ended } from '../../revocation/token-revoker';
import { UserAccountsService } from './user-accounts.service';
import {
  newPassword,
  withClientMetadata,
  type NewPassword,
  type WithClientMetadata,
} from './user-bodies.schema';

@Controller('users/:username')
export class UserAccountsController {
  constructor(private readonly accounts: UserAccountsService) {}

  @Delete()
  @Authorize(named('users.write'))
  @RevokingRoute({
    id: 'deleteUser',
    summary: 'Delete a user and revoke their tokens',
    problems: [...problemsOf('AdminGetUser', 'AdminDeleteUser'), ...LAST_ADMIN_PROBLEMS],
  })
  remove(
    @Param({ schema: userPath }) { username }: UserPath,
    @Principal() caller: Principal,
  ): Promise<Ended> {
    return this.accounts.remove(username, caller);
  }

  @Post('disable')
  @Authorize(named('users.write'))
  @RevokingRoute({
    id: 'disableUser',
    summary: 'Disable a user and revoke their tokens',
    problems: [...problemsOf('AdminGetUser', 'AdminDisableUser'), ...LAST_ADMIN_PROBLEMS],
  })
  disable(
    @Param({ schema: userPath }) { username }: UserPath,
    @Principal() caller: Principal,
  ): Promise<Ended> {
    return this.accounts.disable(username, caller);
  }

  @Post('enable')
  @Authorize(named('users.write'))
  @Route({ id: 'enableUser', summary: 'Enable a user', problems: problemsOf('AdminEnableUser') })
  async enable(@Param({ schema: userPath }) { username }: UserPath): Promise<void> {
    await this.accounts.enable(username);
  }

  @Post('sign-out')
  @Authorize(named('users.write'))
  @RevokingRoute({
    id: 'signOutUser',
    summary: 'Sign a user out of every session and revoke their tokens',
    problems: problemsOf('AdminGetUser', 'AdminUserGlobalSignOut'),
  })
  signOut(
    @Param({ schema: userPath }) { username }: UserPath,
    @Principal() caller: Principal,
  ): Promise<Ended> {
    return this.accounts.signOut(username, caller);
  }

  @Post('confirm')
  @Authorize(named('users.write'))
  @Route({
    id: 'confirmUser',
    summary: 'Confirm the sign-up of a user without a code',
    problems: problemsOf('AdminConfirmSignUp'),
  })
  async confirm(@Param({ schema: userPath }) { username }: UserPath): Promise<void> {
    await this.accounts.confirm(username);
  }

  @Post('reset-password')
  @Authorize(named('users.write'))
  @Route({
    id: 'resetUserPassword',
    summary: 'Reset a user’s password; Cognito sends them a code',
    problems: problemsOf('AdminResetUserPassword'),
  })
  async resetPassword(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: withClientMetadata }) body: WithClientMetadata,
  ): Promise<void> {
    await this.accounts.resetPassword(username, body);
  }

  @Put('password')
  @Authorize(named('users.write'))
  @RevokingRoute({
    id: 'setUserPassword',
    summary: 'Set a user’s password and revoke their tokens',
    description:
      'Cognito sets the password and ends the sessions in two actions. If the second fails, the problem has `done: ["password"]`: the password is set, and tokens issued before are refused here.',
    problems: problemsOf('AdminGetUser', 'AdminSetUserPassword', 'AdminUserGlobalSignOut'),
  })
  setPassword(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: newPassword }) body: NewPassword,
    @Principal() caller: Principal,
  ): Promise<Ended> {
    return this.accounts.setPassword(username, body, caller);
  }
}
