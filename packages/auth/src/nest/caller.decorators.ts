import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal as Caller } from '../principal.ts';

/** Members that the guard adds to a request. */
export interface AuthenticatedRequest {
  principal?: Caller;
  accessToken?: string;
}

// The first argument is the request; `switchToHttp()` makes three functions to say so.
const authenticated = (context: ExecutionContext): AuthenticatedRequest =>
  context.getArgByIndex<AuthenticatedRequest>(0);

export type Principal = Caller;

/** The verified caller, as a parameter of a handler: `whoami(@Principal() caller: Principal)`. Undefined on a public route. */
export const Principal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return authenticated(context).principal;
});

/** The caller's own access token, for a call to Cognito in the caller's name. Never log or keep it. */
export const AccessToken = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return authenticated(context).accessToken;
});
