import { Body, Controller, Delete, Post } from '@nestjs/common';
import { Authorize, named, Scopes } from 'lifeguard-auth';
import { LAST_ADMIN_PROBLEMS } from '../../admin-group/admin-group';
import { SELF_SERVICE_SCOPE } from '../../cognito/not-authorized';
import { problemsOf } from '../../cognito/problems';
import { Route } from '../../openapi/route.decorator';
import { RevokingRoute } from '../../revocation/revoking-route.decorator';
import type { Ended } from '../../revocation/token-revoker';
import { Caller, type Self } from '../self.decorator';
import { passwordChange, revocation, type PasswordChange, type RevocationRequest } from './account.schemas';
import { AccountService } from './account.service';

@Scopes(SELF_SERVICE_SCOPE)
@Controller('me')
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Delete()
  @Authorize(named('me.fresh'))
  @RevokingRoute({
    id: 'deleteMe',
    summary: 'Delete the caller’s account and revoke their tokens',
    problems: [...problemsOf('DeleteUser'), ...LAST_ADMIN_PROBLEMS],
  })
  delete(@Caller() self: Self): Promise<Ended> {
    return this.account.delete(self);
  }

  @Post('revoke')
  @RevokingRoute({
    id: 'revokeSession',
    summary: 'Revoke a refresh token and the caller’s session',
    description:
      'Cognito revokes the refresh token and its session. This service revokes every access token of the session that makes this call.',
    problems: problemsOf('RevokeToken'),
  })
  revoke(@Caller() self: Self, @Body({ schema: revocation }) body: RevocationRequest): Promise<Ended> {
    return this.account.revoke(self, body);
  }

  @Post('sign-out')
  @RevokingRoute({
    id: 'signOut',
    summary: 'Sign out of every session and revoke every token',
    problems: problemsOf('GlobalSignOut'),
  })
  signOut(@Caller() self: Self): Promise<Ended> {
    return this.account.signOut(self);
  }

  @Post('password')
  @Authorize(named('me.fresh'))
  @Route({
    id: 'changePassword',
    summary: 'Change the caller’s password',
    description: 'A wrong `previousPassword` gets `not_allowed`.',
    problems: problemsOf('ChangePassword'),
  })
  changePassword(
    @Caller() self: Self,
    @Body({ schema: passwordChange }) body: PasswordChange,
  ): Promise<void> {
    return this.account.changePassword(self, body);
  }
}
