import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { Authorize, named, Scopes } from 'lifeguard-auth';
import { factorChange, type FactorChange } from '../../cognito/mfa.schema';
import { SELF_SERVICE_SCOPE } from '../../cognito/not-authorized';
import { problemsOf } from '../../cognito/problems';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Route } from '../../openapi/route.decorator';
import { totpEnrolment, type TotpEnrolment } from '../../self-service/totp-enrolment';
import { Caller, type Self } from '../self.decorator';
import { ownFactors, totpVerification, type OwnFactors, type TotpVerification } from './mfa.schemas';
import { MfaService } from './mfa.service';

@Scopes(SELF_SERVICE_SCOPE)
@Controller('me/mfa')
export class MfaController {
  constructor(private readonly mfa: MfaService) {}

  @Get()
  @Route({
    id: 'getMyMfa',
    summary: 'Get the caller’s second factors and ways to sign in',
    body: ownFactors,
    problems: problemsOf('GetUserAuthFactors', 'GetUser'),
  })
  read(@Caller() self: Self, @CallerGone() gone: AbortSignal): Promise<OwnFactors> {
    return this.mfa.read(self, gone);
  }

  @Put()
  @Authorize(named('me.fresh'))
  @Route({
    id: 'setMyMfa',
    summary: 'Set the caller’s second factors',
    description: 'Sets exactly these factors: one that is not listed is switched off.',
    problems: problemsOf('SetUserMFAPreference'),
  })
  change(@Caller() self: Self, @Body({ schema: factorChange }) body: FactorChange): Promise<void> {
    return this.mfa.change(self, body);
  }

  @Post('totp')
  @Authorize(named('me.fresh'))
  @Route({
    id: 'enrolMyTotp',
    summary: 'Enrol an authenticator app',
    description: 'The secret takes effect after a code is verified at `/me/mfa/totp/verify`.',
    status: 201,
    body: totpEnrolment,
    problems: problemsOf('AssociateSoftwareToken'),
  })
  enrol(@Caller() self: Self): Promise<TotpEnrolment> {
    return this.mfa.enrol(self);
  }

  @Post('totp/verify')
  @Route({
    id: 'verifyMyTotp',
    summary: 'Verify an authenticator app and make it a second factor',
    description:
      'Cognito verifies and enables in two actions. If the second fails, the problem has `done: ["verified"]`: then enable ' +
      'the factor with `PUT /me/mfa`.',
    problems: [
      ...problemsOf('GetUserAuthFactors', 'GetUser', 'VerifySoftwareToken', 'SetUserMFAPreference'),
      'code_mismatch',
    ],
  })
  verify(@Caller() self: Self, @Body({ schema: totpVerification }) body: TotpVerification): Promise<void> {
    return this.mfa.verify(self, body);
  }
}
