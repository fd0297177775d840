import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { Authorize, named, Principal, type Propagation } from 'lifeguard-auth';
import { Route } from '../../openapi/route.decorator';
import { Revokes } from '../../revocation/revocation-answer.interceptor';
import { problemsOf } from '../../cognito/problems';
import { userPath, type UserPath } from '../../cognito/names.schema';
import { UserAccountsService } from './user-accounts.service';
import { newPassword, type NewPassword } from './user-bodies.schema';

@Controller('users/:username')
export class UserAccountsController {
  constructor(private readonly accounts: UserAccountsService) {}

  @Delete()
  @Authorize(named('users.write'))
  @Revokes()
  @Route({
    id: 'deleteUser',
    summary: 'Delete a user and revoke their tokens',
    problems: [...problemsOf('AdminGetUser', 'AdminDeleteUser'), 'own_account'],
  })
  remove(
    @Param({ schema: userPath }) { username }: UserPath,
    @Principal() caller: Principal,
  ): Promise<Propagation> {
    return this.accounts.remove(username, caller);
  }

  @Post('disable')
  @Authorize(named('users.write'))
  @Revokes()
  @Route({
    id: 'disableUser',
    summary: 'Disable a user and revoke their tokens',
    problems: [...problemsOf('AdminGetUser', 'AdminDisableUser'), 'own_account'],
  })
  disable(
    @Param({ schema: userPath }) { username }: UserPath,
    @Principal() caller: Principal,
  ): Promise<Propagation> {
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
  @Revokes()
  @Route({
    id: 'signOutUser',
    summary: 'Sign a user out of every session and revoke their tokens',
    problems: problemsOf('AdminGetUser', 'AdminUserGlobalSignOut'),
  })
  signOut(
    @Param({ schema: userPath }) { username }: UserPath,
    @Principal() caller: Principal,
  ): Promise<Propagation> {
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
  async resetPassword(@Param({ schema: userPath }) { username }: UserPath): Promise<void> {
    await this.accounts.resetPassword(username);
  }

  @Put('password')
  @Authorize(named('users.write'))
  @Revokes()
  @Route({
    id: 'setUserPassword',
    summary: 'Set a user’s password and revoke their tokens',
    problems: problemsOf('AdminGetUser', 'AdminSetUserPassword'),
  })
  setPassword(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: newPassword }) body: NewPassword,
    @Principal() caller: Principal,
  ): Promise<Propagation> {
    return this.accounts.setPassword(username, body, caller);
  }
}
