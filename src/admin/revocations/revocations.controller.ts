import { Body, Controller, Post } from '@nestjs/common';
import { Authorize, named } from 'lifeguard-auth';
import { problemsOf } from '../../cognito/problems';
import { RevokingRoute } from '../../revocation/revoking-route.decorator';
import type { Ended } from '../../revocation/token-revoker';
import { newRevocation, type NewRevocation } from './revocations.schemas';
import { RevocationsService } from './revocations.service';

@Controller('revocations')
export class RevocationsController {
  constructor(private readonly revocations: RevocationsService) {}

  @Post()
  @Authorize(named('users.write'))
  @RevokingRoute({
    id: 'revokeTokens',
    summary: 'Revoke the tokens of a user, a session or a group',
    description:
      'For changes made in the AWS console, by a trigger or by another program: tokens issued so far are refused at ' +
      'once. Cognito is not called; refresh tokens stay valid.',
    problems: problemsOf('AdminGetUser'),
  })
  revoke(@Body({ schema: newRevocation }) body: NewRevocation): Promise<Ended> {
    return this.revocations.revoke(body);
  }
}
