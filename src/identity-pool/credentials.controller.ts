import { Body, Controller, Post } from '@nestjs/common';
import { AccessToken, Authorize, machine, not, Scopes } from 'lifeguard-auth';
import { SELF_SERVICE_SCOPE } from '../cognito/not-authorized';
import { Route } from '../openapi/route.decorator';
import {
  awsCredentials,
  credentialsRequest,
  type AwsCredentials,
  type CredentialsRequest,
} from './credentials.schemas';
import { CredentialsService } from './credentials.service';
import { IDENTITY_POOL_PROBLEMS } from './identity-pool.problems';

@Scopes(SELF_SERVICE_SCOPE)
@Authorize(not(machine()))
@Controller('me/aws-credentials')
export class CredentialsController {
  constructor(private readonly credentials: CredentialsService) {}

  @Post()
  @Route({
    id: 'getAwsCredentials',
    summary: 'Get temporary AWS credentials',
    description:
      'The ID token must belong to the same person, app client and sign-in as the access token. The credentials cannot be ' +
      'revoked; they end at `expiresAt`.',
    body: awsCredentials,
    problems: [...IDENTITY_POOL_PROBLEMS, 'role_not_allowed'],
  })
  create(
    @AccessToken() token: string,
    @Body({ schema: credentialsRequest }) body: CredentialsRequest,
  ): Promise<AwsCredentials> {
    return this.credentials.forPerson(token, body);
  }
}
