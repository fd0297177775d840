import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest, Principal } from 'lifeguard-auth';

/** The caller, with the access token of the call. Never log or store the token. */
export interface Self {
  readonly token: string;
  readonly principal: Principal;
}

/** The caller of a `/me` route, as a parameter of the handler. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Self => {
  const { accessToken, principal } = context.getArgByIndex<AuthenticatedRequest>(0);
  if (accessToken === undefined || !principal) throw new TypeError('The route has no policy for people');
  return { token: accessToken, principal };
});
