import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '../../openapi/api.decorators';
import { Authorize, named, Principal, type Recorded } from 'lifeguard-auth';
import { Route } from '../../openapi/route.decorator';
import { noBody } from '../../openapi/no-body.schema';
import { Revokes } from '../../revocation/revocation-answer.interceptor';
import { OF_COGNITO } from '../cognito-problems';
import { userPath, type UserPath } from '../../cognito/names.schema';
import { UserAccountsService } from './user-accounts.service';
import { newPassword, type NewPassword } from './user-bodies.schema';

@ApiTags('users')
@Controller('users/:username')
export class UserAccountsController {
  constructor(private readonly accounts: UserAccountsService) {}

  @Delete()
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Revokes()
  @Route({
    summary: 'Deletes a user, whose tokens end at once',
    problems: [...OF_COGNITO, 'user_not_found', 'own_account'],
  })
  remove(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: noBody }) _none: unknown,
    @Principal() caller: Principal,
  ): Promise<Recorded> {
    return this.accounts.remove(username, caller);
  }

  @Post('disable')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Revokes()
  @Route({
    summary: 'Keeps a user from signing in; its tokens end at once',
    problems: [...OF_COGNITO, 'user_not_found', 'own_account'],
  })
  disable(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: noBody }) _none: unknown,
    @Principal() caller: Principal,
  ): Promise<Recorded> {
    return this.accounts.disable(username, caller);
  }

  @Post('enable')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Route({ summary: 'Lets a disabled user sign in again', problems: [...OF_COGNITO, 'user_not_found'] })
  async enable(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: noBody }) _none: unknown,
  ): Promise<void> {
    await this.accounts.enable(username);
  }

  @Post('sign-out')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Revokes()
  @Route({ summary: 'Ends every session of a user at once', problems: [...OF_COGNITO, 'user_not_found'] })
  signOut(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: noBody }) _none: unknown,
    @Principal() caller: Principal,
  ): Promise<Recorded> {
    return this.accounts.signOut(username, caller);
  }

  @Post('confirm')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Route({
    summary: 'Confirms the sign-up of a user without a code',
    problems: [...OF_COGNITO, 'user_not_found', 'refused_by_trigger'],
  })
  async confirm(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: noBody }) _none: unknown,
  ): Promise<void> {
    await this.accounts.confirm(username);
  }

  @Post('reset-password')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Route({
    summary: 'Makes a user choose a new password, with a code that Cognito sends',
    problems: [...OF_COGNITO, 'user_not_found', 'refused_by_trigger'],
  })
  async resetPassword(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: noBody }) _none: unknown,
  ): Promise<void> {
    await this.accounts.resetPassword(username);
  }

  @Put('password')
  @Authorize(named('users.write'))
  @Revokes()
  @Route({
    summary: 'Gives a user a new password; the tokens of before end at once',
    problems: [...OF_COGNITO, 'user_not_found', 'invalid_password'],
  })
  setPassword(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: newPassword }) body: NewPassword,
    @Principal() caller: Principal,
  ): Promise<Recorded> {
    return this.accounts.setPassword(username, body, caller);
  }
}
