import { Body, Controller, Post } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { problemsWithSession } from '../cognito/problems';
import { Route } from '../openapi/route.decorator';
import {
  provenSession,
  totpProof,
  totpSetup,
  totpSetupAnswer,
  type ProvenSession,
  type TotpProof,
  type TotpSetup,
  type TotpSetupAnswer,
} from './mfa-setup.schemas';
import { MfaSetupService } from './mfa-setup.service';

@Public()
@Controller('auth/mfa/totp')
export class MfaSetupController {
  constructor(private readonly service: MfaSetupService) {}

  @Post()
  @Route({
    id: 'startTotpSetup',
    summary: 'Start setting up an authenticator app during sign-in',
    description: 'For the challenge MFA_SETUP. Show `qr` or `secret`, then send the first code to `verify`.',
    body: totpSetupAnswer,
    problems: problemsWithSession('AssociateSoftwareToken'),
  })
  start(@Body({ schema: totpSetup }) body: TotpSetup): Promise<TotpSetupAnswer> {
    return this.service.start(body);
  }

  @Post('verify')
  @Route({
    id: 'verifyTotpSetup',
    summary: 'Verify the first code of an authenticator app during sign-in',
    body: provenSession,
    problems: problemsWithSession('VerifySoftwareToken'),
  })
  verify(@Body({ schema: totpProof }) body: TotpProof): Promise<ProvenSession> {
    return this.service.verify(body);
  }
}
