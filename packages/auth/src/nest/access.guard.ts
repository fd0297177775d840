import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { forbidden, insufficientScope } from '../refusals.ts';
import type { Params } from '../policies/compile.ts';
import { RoutePolicies, type RoutePolicy } from './route-policies.ts';
import type { AuthenticatedRequest } from '../principal.ts';
import { AccessTokens } from '../tokens/access-tokens.ts';
import type { VerifiedToken } from '../tokens/verified-tokens.ts';

/** The parts of a Fastify request that the guard reads and writes. */
interface GuardedRequest extends AuthenticatedRequest {
  readonly raw: { readonly rawHeaders: readonly string[] };
  readonly params: Params;
}

/** The one guard of the application: every route is closed unless its policy opens it for the caller. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly routes: RoutePolicies,
  ) {}

  /** @throws Problem the refusal, with its challenge (RFC 6750 section 3). */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const policy = this.routes.find(context.getClass(), context.getHandler());
    if (policy?.kind === 'public') return true;
    const request = context.getArgByIndex<GuardedRequest>(0);
    const caller = this.tokens.authenticate(request.raw.rawHeaders);
    if (caller instanceof Promise) return caller.then((verified) => admit(policy, request, verified));
    return admit(policy, request, caller);
  }
}

function admit(policy: RoutePolicy | undefined, request: GuardedRequest, caller: VerifiedToken): true {
  const { principal } = caller;
  request.principal = principal;
  request.accessToken = caller.token;
  if (policy?.kind === 'authenticated') return true;
  if (policy?.kind === 'policy') {
    if (policy.admits(principal, request.params)) return true;
    const scopes = policy.missingScopes(principal, request.params);
    throw scopes.length > 0 ? insufficientScope(scopes) : forbidden();
  }
  // A handler that has no policy was not there at start: nobody has said who may call it.
  throw forbidden();
}
