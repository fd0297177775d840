import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { Authorize, named, Scopes } from 'lifeguard-auth';
import { SELF_SERVICE_SCOPE } from '../../cognito/not-authorized';
import type { Page } from '../../cognito/page.schema';
import { problemsOf } from '../../cognito/problems';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Route } from '../../openapi/route.decorator';
import { Caller, type Self } from '../self.decorator';
import {
  creationOptions,
  newPasskey,
  passkeyPage,
  passkeyPath,
  passkeyQuery,
  type NewPasskey,
  type Passkey,
  type PasskeyPath,
  type PasskeyQuery,
} from './passkeys.schemas';
import { PasskeysService } from './passkeys.service';

@Scopes(SELF_SERVICE_SCOPE)
@Controller('me/passkeys')
export class PasskeysController {
  constructor(private readonly passkeys: PasskeysService) {}

  @Post('options')
  @Route({
    id: 'beginMyPasskey',
    summary: 'Begin the registration of a passkey',
    status: 200,
    body: creationOptions,
    problems: problemsOf('StartWebAuthnRegistration'),
  })
  begin(@Caller() self: Self): Promise<Record<string, unknown>> {
    return this.passkeys.begin(self);
  }

  @Post()
  @Authorize(named('me.fresh'))
  @Route({
    id: 'addMyPasskey',
    summary: 'Complete the registration of a passkey',
    problems: problemsOf('CompleteWebAuthnRegistration'),
  })
  complete(@Caller() self: Self, @Body({ schema: newPasskey }) body: NewPasskey): Promise<void> {
    return this.passkeys.complete(self, body);
  }

  @Get()
  @Route({
    id: 'listMyPasskeys',
    summary: 'List the caller’s passkeys',
    body: passkeyPage,
    problems: problemsOf('ListWebAuthnCredentials'),
  })
  list(
    @Caller() self: Self,
    @Query({ schema: passkeyQuery }) query: PasskeyQuery,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Passkey>> {
    return this.passkeys.list(self, query, gone);
  }

  @Delete(':id')
  @Authorize(named('me.fresh'))
  @Route({
    id: 'deleteMyPasskey',
    summary: 'Delete a passkey of the caller',
    problems: problemsOf('DeleteWebAuthnCredential'),
  })
  remove(@Caller() self: Self, @Param({ schema: passkeyPath }) { id }: PasskeyPath): Promise<void> {
    return this.passkeys.remove(self, id);
  }
}
