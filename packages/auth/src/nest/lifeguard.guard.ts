import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Authenticator } from '../authenticator.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';
import type { Params } from '../policies/compile.ts';
import { forbidden, insufficientScope } from '../refusals.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import type { Sender } from '../tokens/verification-queue.ts';
import type { AuthenticatedRequest } from './caller.decorators.ts';
import { OPTIONS } from './options.token.ts';
import { RoutePolicies, type RoutePolicy } from './route-policies.ts';

/** The parts of a Fastify or Express request that the guard reads and writes. */
interface GuardedRequest extends AuthenticatedRequest, Sender {
  /** Fastify's only: Node's own request. */
  readonly raw?: { readonly rawHeaders: readonly string[] };
  /** Express's request is Node's own one. */
  readonly rawHeaders: readonly string[];
  readonly params: Params;
}

/** Closes every route unless its policy opens it for the caller. */
@Injectable()
export class LifeguardGuard implements CanActivate {
  readonly #realm: string;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly routes: RoutePolicies,
    @Inject(OPTIONS) { realm }: ResolvedOptions,
  ) {
    this.#realm = realm;
  }

  /** @throws Problem the refusal, with its challenge (RFC 6750 section 3). */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const policy = this.routes.find(context.getClass(), context.getHandler());
    if (policy?.kind === 'public') return true;
    // Handlers of other kinds have no policy that could be kept here.
    if (context.getType() !== 'http') throw forbidden();
    const request = context.getArgByIndex<GuardedRequest>(0);
    const caller = this.authenticator.identify((request.raw ?? request).rawHeaders, request);
    if (caller instanceof Promise) return caller.then((verified) => this.#admit(policy, request, verified));
    return this.#admit(policy, request, caller);
  }

  #admit(policy: RoutePolicy | undefined, request: GuardedRequest, caller: VerifiedToken): true {
    const { principal } = caller;
    request.principal = principal;
    request.accessToken = caller.token;
    if (policy?.kind === 'authenticated') return true;
    // A handler without a policy was not there at start: nobody has said who may call it.
    if (policy?.kind !== 'policy') throw forbidden();
    if (policy.admits(principal, request.params)) return true;
    const scopes = policy.missingScopes(principal, request.params);
    const problem = scopes.length > 0 ? insufficientScope(scopes) : forbidden();
    problem.realm = this.#realm;
    throw problem;
  }
}
