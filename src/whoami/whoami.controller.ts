import { Controller, createParamDecorator, Get, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest, VerifiedToken } from 'lifeguard-auth';
import { WrittenOnce, writtenOnce } from '../http/written-once';
import { Route } from '../openapi/route.decorator';
import { principalSchema } from './principal.schema';

const Caller = createParamDecorator((_: unknown, context: ExecutionContext): VerifiedToken | undefined => {
  return context.getArgByIndex<AuthenticatedRequest>(0).verifiedToken;
});

/** The principal of a token as JSON. A token that is remembered has it written out once. */
function answerFor(caller: VerifiedToken): WrittenOnce {
  if (caller.derived instanceof WrittenOnce) return caller.derived;
  const answer = writtenOnce(caller.principal);
  caller.derived = answer;
  return answer;
}

/** The caller, from the access token alone. Cognito is not called. */
@Controller('whoami')
export class WhoamiController {
  @Get()
  @Route({
    id: 'whoami',
    summary: 'Get the caller as the access token identifies them',
    body: principalSchema,
  })
  whoami(@Caller() caller: VerifiedToken): WrittenOnce {
    return answerFor(caller);
  }
}
