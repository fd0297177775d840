import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal as Caller } from '../principal.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import { callerOf } from './callers.ts';
import { carrierOf } from './readers/carrier.ts';

/** Members that the guard adds to a request. */
export interface AuthenticatedRequest {
  principal?: Caller;
  accessToken?: string;
  /** The caller's verified token: the same object for every request with the same cached token. */
  verifiedToken?: VerifiedToken;
}

/**
 * Over HTTP the first argument is the request; `switchToHttp()` would allocate three functions to read it.
 */
function authenticated(context: ExecutionContext): AuthenticatedRequest {
  if (context.getType() === 'http') return context.getArgByIndex<AuthenticatedRequest>(0);
  const caller = callerOf(carrierOf(context));
  return caller ? { principal: caller.principal, accessToken: caller.token } : {};
}

export type Principal = Caller;

/** The verified caller, as a parameter of a handler: `whoami(@Principal() caller: Principal)`. Undefined on a public route. */
export const Principal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return authenticated(context).principal;
});

/** The caller's own access token, for calling Cognito on behalf of the caller. Never log or store it. */
export const AccessToken = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return authenticated(context).accessToken;
});
