import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '../openapi/api.decorators';
import { Principal } from '../auth/principal';
import { Route } from '../openapi/route.decorator';
import { principalSchema } from './principal.schema';

/** The caller as the service sees it. No call to Cognito is made. */
@ApiTags('Caller')
@Controller('whoami')
export class WhoamiController {
  /** A principal is frozen and serves every request with its token, so that it is written out once and goes with it. */
  readonly #written = new WeakMap<Principal, string>();

  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @Route({ summary: 'Who the access token says is calling', body: principalSchema })
  whoami(@Principal() caller: Principal): string {
    const known = this.#written.get(caller);
    if (known !== undefined) return known;
    const written = JSON.stringify(caller);
    this.#written.set(caller, written);
    return written;
  }
}
