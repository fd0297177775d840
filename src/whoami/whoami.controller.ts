import { Controller, Get, Req } from '@nestjs/common';
import type { Principal, VerifiedToken } from 'lifeguard-auth';
import { CallerAnswer } from '../http/direct-answer';
import { SerializedOnce } from '../http/serialized-once';
import { Route } from '../openapi/route.decorator';
import { principalSchema } from './principal.schema';

/** The principal of a token as JSON. For a cached token it is serialized once. */
function answerFor(caller: VerifiedToken): SerializedOnce {
  if (caller.derived instanceof SerializedOnce) return caller.derived;
  const answer = new SerializedOnce(toJson(caller));
  caller.derived = answer;
  return answer;
}

/** The claims are copied from the token, whose payload is JSON already: most of the response is not serialized again. */
function toJson({ principal, token }: VerifiedToken): string {
  // Named one by one, because a rest pattern costs more than serializing them.
  const { kind, sub, username, clientId, groups, scopes, pool } = principal;
  const members: { [Name in Exclude<keyof Principal, 'claims'>]: unknown } = {
    kind,
    sub,
    username,
    clientId,
    groups,
    scopes,
    pool,
  };
  const payload = Buffer.from(token.slice(token.indexOf('.') + 1, token.lastIndexOf('.')), 'base64url');
  return `${JSON.stringify(members).slice(0, -1)},"claims":${payload.toString()}}`;
}

/** The caller, from the access token alone. Cognito is not called. */
@Controller('whoami')
export class WhoamiController {
  @Get()
  @CallerAnswer(answerFor)
  @Route({
    id: 'whoami',
    summary: 'Get the caller identified by the access token',
    body: principalSchema,
  })
  whoami(@Req() request: { readonly verifiedToken: VerifiedToken }): SerializedOnce {
    return answerFor(request.verifiedToken);
  }
}
