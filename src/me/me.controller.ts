import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { AccessToken, Principal, type Propagation, Scopes } from 'lifeguard-auth';
import { SELF_SERVICE_SCOPE } from '../cognito/not-authorized';
import { problemsOf } from '../cognito/problems';
import { CallerGone } from '../http/caller-gone.decorator';
import { Route } from '../openapi/route.decorator';
import { Revokes } from '../revocation/revocation-answer.interceptor';
import { AccountService } from './account.service';
import {
  changes,
  me,
  passwordChange,
  revocation,
  type Changes,
  type Me,
  type PasswordChange,
  type RevocationRequest,
} from './me.schemas';
import { ProfileService } from './profile.service';

@Scopes(SELF_SERVICE_SCOPE)
@Controller('me')
export class MeController {
  constructor(
    private readonly profile: ProfileService,
    private readonly account: AccountService,
  ) {}

  @Get()
  @Route({
    id: 'getMe',
    summary: 'Get the caller’s profile from the user pool',
    body: me,
    problems: problemsOf('GetUser'),
  })
  read(
    @AccessToken() token: string,
    @Principal() caller: Principal,
    @CallerGone() gone: AbortSignal,
  ): Promise<Me> {
    return this.profile.read(token, caller, gone);
  }

  @Patch()
  @Route({
    id: 'updateMe',
    summary: 'Update the caller’s attributes; null removes one',
    description:
      'Cognito sets and removes attributes in two actions; if the second fails, the first is undone where possible.',
    problems: [
      ...problemsOf('GetUser', 'UpdateUserAttributes', 'DeleteUserAttributes'),
      'attribute_not_writable',
    ],
  })
  change(
    @AccessToken() token: string,
    @Principal() caller: Principal,
    @Body({ schema: changes }) body: Changes,
  ): Promise<void> {
    return this.profile.change(token, caller, body);
  }

  @Delete()
  @Revokes()
  @Route({
    id: 'deleteMe',
    summary: 'Delete the caller’s account and revoke their tokens',
    problems: problemsOf('DeleteUser'),
  })
  delete(@AccessToken() token: string, @Principal() caller: Principal): Promise<Propagation> {
    return this.account.delete(token, caller);
  }

  @Post('revoke')
  @Revokes()
  @Route({
    id: 'revokeSession',
    summary: 'Revoke a refresh token and the caller’s session',
    description:
      'Cognito revokes the refresh token and its session. This service revokes every access token of the session that makes this call.',
    problems: problemsOf('RevokeToken'),
  })
  revoke(
    @Principal() caller: Principal,
    @Body({ schema: revocation }) body: RevocationRequest,
  ): Promise<Propagation> {
    return this.account.revoke(caller, body);
  }

  @Post('sign-out')
  @Revokes()
  @Route({
    id: 'signOut',
    summary: 'Sign out of every session and revoke every token',
    problems: problemsOf('GlobalSignOut'),
  })
  signOut(@AccessToken() token: string, @Principal() caller: Principal): Promise<Propagation> {
    return this.account.signOut(token, caller);
  }

  @Post('password')
  @Route({
    id: 'changePassword',
    summary: 'Change the caller’s password',
    description: 'A wrong `previousPassword` gets `not_allowed`.',
    problems: problemsOf('ChangePassword'),
  })
  changePassword(
    @AccessToken() token: string,
    @Body({ schema: passwordChange }) body: PasswordChange,
  ): Promise<void> {
    return this.account.changePassword(token, body);
  }
}
