import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '../openapi/api.decorators';
import { AccessToken, Principal, type Recorded, Scopes } from 'lifeguard-auth';
import { SELF_SERVICE_SCOPE } from '../cognito/not-authorized';
import { CallerGone } from '../http/caller-gone.decorator';
import { Route } from '../openapi/route.decorator';
import { noBody } from '../openapi/no-body.schema';
import { Revokes } from '../revocation/revocation-answer.interceptor';
import type { ProblemCode } from '../problems/catalogue';
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

const OF_COGNITO: readonly ProblemCode[] = [
  'invalid_parameter',
  'not_found',
  'user_not_found',
  'password_reset_required',
  'user_not_confirmed',
  'not_allowed',
  'cognito_error',
  'cognito_unavailable',
];

@ApiTags('me')
@Scopes(SELF_SERVICE_SCOPE)
@Controller('me')
export class MeController {
  constructor(
    private readonly profile: ProfileService,
    private readonly account: AccountService,
  ) {}

  @Get()
  @Route({ summary: 'The caller, as the user pool knows them now', body: me, problems: OF_COGNITO })
  read(
    @AccessToken() token: string,
    @Principal() caller: Principal,
    @CallerGone() gone: AbortSignal,
  ): Promise<Me> {
    return this.profile.read(token, caller, gone);
  }

  @Patch()
  @Route({
    summary: 'Writes and removes attributes of the caller',
    description: 'All or nothing, as far as Cognito allows: writing and removing are two actions there.',
    problems: [
      ...OF_COGNITO,
      'attribute_not_writable',
      'alias_exists',
      'refused_by_trigger',
      'code_mismatch',
      'code_expired',
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
  @ApiBody({ required: false })
  @Revokes()
  @Route({ summary: 'Deletes the account of the caller, whose tokens end at once', problems: OF_COGNITO })
  delete(
    @AccessToken() token: string,
    @Principal() caller: Principal,
    @Body({ schema: noBody }) _none: unknown,
  ): Promise<Recorded> {
    return this.account.delete(token, caller);
  }

  @Post('revoke')
  @Revokes()
  @Route({
    summary: 'Ends the session of a refresh token, and the caller’s own at once',
    description:
      'Cognito ends the session of the refresh token; every access token of the session of this call ends here.',
    problems: OF_COGNITO,
  })
  revoke(
    @Principal() caller: Principal,
    @Body({ schema: revocation }) body: RevocationRequest,
  ): Promise<Recorded> {
    return this.account.revoke(caller, body);
  }

  @Post('sign-out')
  @ApiBody({ required: false })
  @Revokes()
  @Route({ summary: 'Ends every session of the caller, and every token at once', problems: OF_COGNITO })
  signOut(
    @AccessToken() token: string,
    @Principal() caller: Principal,
    @Body({ schema: noBody }) _none: unknown,
  ): Promise<Recorded> {
    return this.account.signOut(token, caller);
  }

  @Post('password')
  @Route({
    summary: 'Changes the password of the caller',
    description: 'A wrong `previousPassword` is `not_allowed`.',
    problems: [...OF_COGNITO, 'invalid_password'],
  })
  changePassword(
    @AccessToken() token: string,
    @Body({ schema: passwordChange }) body: PasswordChange,
  ): Promise<void> {
    return this.account.changePassword(token, body);
  }
}
