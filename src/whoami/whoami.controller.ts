import { Controller, Get, Req } from '@nestjs/common';
import type { Principal, VerifiedToken } from 'lifeguard-auth';
import { CallerAnswer } from '../http/direct-answer';
import { SerializedOnce } from '../http/serialized-once';
import { Route } from '../openapi/route.decorator';
import { principalSchema } from './principal.schema';

/** The principal of a token as JSON. For a cached token it is serialized once. */
function answerFor(caller: VerifiedToken): SerializedOnce {
  if (caller.derived instanceof SerializedOnce) return caller.derived;
  const answer = new SerializedOnce(serialize(caller));
  caller.derived = answer;
  return answer;
}

/** The principal as JSON. Its claims are copied from the payload of the token, which is JSON already. */
function serialize({ principal, token }: VerifiedToken): string {
  // `const { claims, ...rest }` would take longer than serializing `rest`.
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
