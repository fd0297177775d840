import { Controller, Get } from '@nestjs/common';
import { Principal } from 'lifeguard-auth';
import { writtenOnceFor } from '../http/written-once';
import { Route } from '../openapi/route.decorator';
import { principalSchema } from './principal.schema';

/** The caller as the service sees it. No call to Cognito is made. */
@Controller('whoami')
export class WhoamiController {
  @Get()
  @Route({
    id: 'whoami',
    summary: 'Get the caller as the access token identifies them',
    body: principalSchema,
  })
  whoami(@Principal() caller: Principal): Principal {
    return writtenOnceFor(caller);
  }
}
