import { Controller, createParamDecorator, Get, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest, VerifiedToken } from 'lifeguard-auth';
import { SerializedOnce, serializeOnce } from '../http/serialized-once';
import { Route } from '../openapi/route.decorator';
import { principalSchema } from './principal.schema';

const Caller = createParamDecorator((_: unknown, context: ExecutionContext): VerifiedToken | undefined => {
  return context.getArgByIndex<AuthenticatedRequest>(0).verifiedToken;
});

/** The principal of a token as JSON. For a cached token it is serialized once. */
function answerFor(caller: VerifiedToken): SerializedOnce {
  if (caller.derived instanceof SerializedOnce) return caller.derived;
  const answer = serializeOnce(caller.principal);
  caller.derived = answer;
  return answer;
}

/** The caller, from the access token alone. Cognito is not called. */
@Controller('whoami')
export class WhoamiController {
  @Get()
  @Route({
    id: 'whoami',
    summary: 'Get the caller identified by the access token',
    body: principalSchema,
  })
  whoami(@Caller() caller: VerifiedToken): SerializedOnce {
    return answerFor(caller);
  }
}
