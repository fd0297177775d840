import { Body, Controller, Post } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { Route } from '../openapi/route.decorator';
import { awsCredentials, guestRequest, type AwsCredentials, type GuestRequest } from './credentials.schemas';
import { CredentialsService } from './credentials.service';
import { IDENTITY_POOL_PROBLEMS } from './identity-pool.problems';

@Public()
@Controller('auth/aws-credentials')
export class GuestCredentialsController {
  constructor(private readonly credentials: CredentialsService) {}

  @Post('guest')
  @Route({
    id: 'getGuestAwsCredentials',
    summary: 'Get temporary AWS credentials as a guest',
    body: awsCredentials,
    problems: IDENTITY_POOL_PROBLEMS,
  })
  create(@Body({ schema: guestRequest }) body: GuestRequest): Promise<AwsCredentials> {
    return this.credentials.forGuest(body);
  }
}
