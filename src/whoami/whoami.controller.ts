import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '../openapi/api.decorators';
import { Principal } from 'lifeguard-auth';
import { writtenOnceFor } from '../http/written-once';
import { Route } from '../openapi/route.decorator';
import { principalSchema } from './principal.schema';

/** The caller as the service sees it. No call to Cognito is made. */
@ApiTags('Caller')
@Controller('whoami')
export class WhoamiController {
  @Get()
  @Route({ summary: 'Who the access token says is calling', body: principalSchema })
  whoami(@Principal() caller: Principal): Principal {
    return writtenOnceFor(caller);
  }
}
