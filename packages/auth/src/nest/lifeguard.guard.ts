import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Authenticator } from '../authenticator.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';
import type { CompiledPolicy, Params } from '../policies/compile.ts';
import type { Principal } from '../principal.ts';
import { Problem } from '../problem.ts';
import { forbidden, identityMissing, insufficientScope, stepUpRequired } from '../refusals.ts';
import { singleHeader } from '../tokens/single-header.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import type { Sender } from '../tokens/verification-queue.ts';
import type { AuthenticatedRequest } from './caller.decorators.ts';
import { rememberCaller } from './callers.ts';
import { ID_TOKEN_HEADER, type IdentifiedRequest, type IdentityUse } from './id-token.decorators.ts';
import { OPTIONS } from './options.token.ts';
import { ENFORCES_POLICIES } from './placement/enforcing-guards.ts';
import { carrierOf } from './readers/carrier.ts';
import type { RequestReader } from './readers/request-reader.ts';
import { RequestReaders } from './request-readers.ts';
import { RoutePolicies, type RoutePolicy } from './route-policies.ts';

/** The parts of a Fastify or Express request that the guard reads and writes. */
interface GuardedRequest extends AuthenticatedRequest, IdentifiedRequest, Sender {
  /** Only on Fastify: Node's own request. */
  readonly raw?: { readonly rawHeaders: readonly string[] };
  /** Express's request is Node's own request. */
  readonly rawHeaders: readonly string[];
  readonly params: Params;
}

/** Closes every handler unless its policy opens it for the caller. */
@Injectable()
export class LifeguardGuard implements CanActivate {
  static readonly [ENFORCES_POLICIES] = true;
  readonly #realm: string;
  /**
   * Calls that have already passed: the guard may be placed both globally and on the handler. Nest creates one
   * context per call.
   */
  readonly #passed = new WeakSet<ExecutionContext>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly routes: RoutePolicies,
    private readonly readers: RequestReaders,
    @Inject(OPTIONS) { realm }: ResolvedOptions,
  ) {
    this.#realm = realm;
  }

  /**
   * @throws Problem the refusal over HTTP, with its challenge (RFC 6750 section 3). Other hosts get it as
   * one of their own errors, with the problem document.
   */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const policy = this.routes.find(context.getClass(), context.getHandler());
    if (policy?.kind === 'public') return true;
    if (context.getType() !== 'http') return this.#activateOther(context, policy);
    const request = context.getArgByIndex<GuardedRequest>(0);
    const caller = this.authenticator.identify(rawHeadersOf(request), request);
    if (caller instanceof Promise) return caller.then((verified) => this.#admit(policy, request, verified));
    return this.#admit(policy, request, caller);
  }

  #admit(
    policy: RoutePolicy | undefined,
    request: GuardedRequest,
    caller: VerifiedToken,
  ): true | Promise<true> {
    const { principal } = caller;
    request.principal = principal;
    request.accessToken = caller.token;
    request.verifiedToken = caller;
    this.#decide(policy, principal, request.params);
    if (policy.endsWithToken) rememberCaller(request, caller);
    return policy.identity === undefined ? true : this.#identify(request, caller, policy.identity);
  }

  /**
   * @throws Problem if the policy does not admit the caller.
   */
  #decide(
    policy: RoutePolicy | undefined,
    principal: Principal,
    params: Params,
  ): asserts policy is Exclude<RoutePolicy, { kind: 'public' }> {
    // A handler without a policy was added after startup, so its callers were never declared.
    if (policy === undefined || policy.kind === 'public') throw this.#refusal(forbidden());
    if (policy.kind === 'policy' && !policy.admits(principal, params))
      throw this.#refusal(refusalOf(policy, principal, params));
  }

  async #activateOther(context: ExecutionContext, policy: RoutePolicy | undefined): Promise<boolean> {
    const reader = this.readers.of(context.getType<string>());
    if (!reader) throw this.#refusal(forbidden());
    if (this.#passed.has(context)) return true;
    try {
      await this.#admitOther(context.getArgs(), reader, carrierOf(context), policy);
    } catch (error) {
      throw error instanceof Problem ? reader.refusal(error) : error;
    }
    this.#passed.add(context);
    return true;
  }

  async #admitOther(
    args: readonly unknown[],
    reader: RequestReader,
    carrier: object,
    policy: RoutePolicy | undefined,
  ): Promise<void> {
    const caller = await reader.identify(args);
    this.#decide(policy, caller.principal, reader.params(args));
    rememberCaller(carrier, caller);
  }

  async #identify(request: GuardedRequest, caller: VerifiedToken, use: IdentityUse): Promise<true> {
    // Treat an empty header as absent.
    const idToken = singleHeader(rawHeadersOf(request), ID_TOKEN_HEADER) || undefined;
    if (idToken !== undefined) request.identity = await this.authenticator.verifyIdToken(idToken, caller);
    else if (use === 'required') throw this.#refusal(identityMissing());
    return true;
  }

  #refusal(problem: Problem): Problem {
    problem.realm = this.#realm;
    return problem;
  }
}

const rawHeadersOf = (request: GuardedRequest): readonly string[] => (request.raw ?? request).rawHeaders;

/** The refusal of a policy. Its reasons are computed only if a log needs them. */
function refusalOf(policy: CompiledPolicy, principal: Principal, params: Params): Problem {
  const problem = missingOf(policy, principal, params);
  problem.because = () => policy.explain(principal, params);
  return problem;
}

/**
 * Names the single thing that would admit the caller: a step-up (RFC 9470) or a scope (RFC 6750 section
 * 3.1).
 */
function missingOf(policy: CompiledPolicy, principal: Principal, params: Params): Problem {
  const stepUp = policy.missingStepUp(principal, params);
  if (stepUp) return stepUpRequired(stepUp);
  const scopes = policy.missingScopes(principal, params);
  return scopes.length > 0 ? insufficientScope(scopes) : forbidden();
}
