import { Inject, Injectable, RequestMethod, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import type { ResolvedOptions } from '../options/resolved.options.ts';
import type { RouteFacts } from '../policies/check.ts';
import { compile, type CompiledPolicy } from '../policies/compile.ts';
import { PolicyError } from '../policies/policy.error.ts';
import { pool, type Policy } from '../policies/policy.ts';
import { declaredOnClass, declaredOnMethod } from './decorators.ts';
import { endsWithToken } from './ends-with-token.ts';
import { checkOther, namesOfOther } from './handlers/check-other.ts';
import { otherHandlers, type OtherHandler } from './handlers/other-handlers.ts';
import { identityUseOf, type IdentityUse } from './id-token.decorators.ts';
import { METHOD_METADATA } from './nest-metadata.ts';
import { OPTIONS } from './options.token.ts';
import { modulePathOf, paramsOf, pathsOf } from './route-paths.ts';
import { unenforcedPolicies } from './unenforced-policies.ts';
import { unguardedHandlers } from './unguarded-handlers.ts';

/** Who may call a handler: anyone without a token, any valid token, or callers that a policy admits. */
export type RoutePolicy =
  | { readonly kind: 'public' }
  | (({ readonly kind: 'authenticated' } | ({ readonly kind: 'policy' } & CompiledPolicy)) & {
      /** Whether the handler reads the identity of an ID token, and whether it requires it. */
      readonly identity?: IdentityUse;
      /** Whether the response may outlive the token and must end with it. */
      readonly endsWithToken?: boolean;
    });

type Handler = (...args: unknown[]) => unknown;

/** A route of a controller, for the route table and the OpenAPI document. */
export interface ListedRoute {
  readonly method: string;
  /** In the router's syntax: `/users/:username`. */
  readonly path: string;
  /** The class that Nest calls the handler on; it may have inherited it. */
  readonly controller: Type;
  readonly handler: Handler;
  /** `UsersController.list` */
  readonly name: string;
  readonly policy: RoutePolicy;
}

/** The policy of every handler in the application, compiled once at startup. */
@Injectable()
export class RoutePolicies implements OnModuleInit {
  readonly #byController = new Map<unknown, Map<unknown, RoutePolicy>>();
  readonly #listed: ListedRoute[] = [];
  readonly #facts: Omit<RouteFacts, 'params'>;
  readonly #isPlacedManually: boolean;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly modules: ModulesContainer,
    @Inject(OPTIONS) { policies: named, pools, clockTolerance, guard }: ResolvedOptions,
  ) {
    this.#isPlacedManually = guard === 'manual';
    this.#facts = { named, pools: pools.flatMap(({ name }) => name ?? []), clockTolerance };
  }

  /** @throws PolicyError with every handler whose policy contradicts itself. */
  onModuleInit(): void {
    const controllers = this.discovery.getControllers();
    const errors = controllers.flatMap((wrapper) =>
      typeof wrapper.metatype === 'function' ? this.#compileController(wrapper) : [],
    );
    const providers = this.discovery.getProviders();
    const methodNames = (prototype: object) => this.scanner.getAllMethodNames(prototype);
    for (const each of otherHandlers(controllers, providers, methodNames))
      errors.push(...this.#compileOther(each));
    errors.push(...unguardedHandlers(controllers, providers, methodNames));
    if (this.#isPlacedManually) errors.push(...unenforcedPolicies(controllers, providers, methodNames));
    if (errors.length > 0) throw new PolicyError(errors.join('\n'));
    this.#listed.sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
  }

  /** The policy of a handler; undefined for one that was added after startup, which nobody may call. */
  find(controller: unknown, handler: unknown): RoutePolicy | undefined {
    return this.#byController.get(controller)?.get(handler);
  }

  /** Every route, by path and method. */
  list(): readonly ListedRoute[] {
    return this.#listed;
  }

  #compileController({ metatype, host }: InstanceWrapper): string[] {
    const controller = metatype as Type;
    const modulePath = modulePathOf(host, this.modules.applicationId);
    const prototype = controller.prototype as Record<string, unknown>;
    const errors: string[] = [];
    const policies = new Map<unknown, RoutePolicy>();
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name];
      if (typeof handler !== 'function' || Reflect.getMetadata(METHOD_METADATA, handler) === undefined)
        continue;
      try {
        const paths = pathsOf(controller, handler, modulePath);
        const declared = policyOf(controller, name, { ...this.#facts, params: paramsOf(paths) });
        const policy: RoutePolicy =
          declared.kind !== 'public' && endsWithToken(controller, name)
            ? { ...declared, endsWithToken: true }
            : declared;
        policies.set(handler, policy);
        this.#add(controller, handler as Handler, paths, `${controller.name}.${name}`, policy);
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        errors.push(`${controller.name}.${name}: ${error.message}`);
      }
    }
    this.#byController.set(controller, policies);
    return errors;
  }

  /** A handler of another kind than a route, for which the same rules hold. It may be a route as well. */
  #compileOther(each: OtherHandler): string[] {
    const { type, name, handler } = each;
    try {
      const policies = this.#byController.get(type) ?? new Map<unknown, RoutePolicy>();
      const policy = policyOf(type, name, { ...this.#facts, params: namesOfOther(each) });
      checkOther(each, policy);
      if (!policies.has(handler)) policies.set(handler, policy);
      this.#byController.set(type, policies);
      return [];
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      return [`${type.name}.${name}: ${error.message}`];
    }
  }

  #add(
    controller: Type,
    handler: Handler,
    paths: readonly string[],
    name: string,
    policy: RoutePolicy,
  ): void {
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod] ?? '';
    for (const path of paths) this.#listed.push({ method, path, controller, handler, name, policy });
  }
}

/**
 * The policy of a handler, from the decorators of its method and class: every requirement of both must hold. Only
 * `@Public()` on the method loosens a class, and a requirement on the method closes a public class.
 *
 * @throws PolicyError if `@Public()` is combined with a requirement, or a public route reads an ID token.
 */
function policyOf(controller: Type, method: string, facts: RouteFacts): RoutePolicy {
  const onClass = declaredOnClass(controller);
  const onMethod = declaredOnMethod(controller.prototype as object, method);
  for (const declared of [onClass, onMethod]) {
    if (declared.isPublic && declared.policies.length > 0) {
      throw new PolicyError('@Public() is combined with a requirement');
    }
  }
  const identity = identityUseOf(controller.prototype as object, method);
  if (onMethod.isPublic || (onClass.isPublic && onMethod.policies.length === 0)) {
    if (identity !== undefined)
      throw new PolicyError('a public route has no access token, so it cannot read an ID token');
    return { kind: 'public' };
  }
  const use = identity && { identity };
  const policies = [...onClass.policies, ...onMethod.policies];
  const [first] = facts.pools ?? [];
  if (policies.length === 0 && first === undefined) return { kind: 'authenticated', ...use };
  const policy: Policy =
    policies.length === 0 && first !== undefined ? pool(first) : { kind: 'allOf', policies };
  return { kind: 'policy', ...compile(policy, facts), ...use };
}

/** Who may call a route, in words. */
export function policyText(policy: RoutePolicy): string {
  switch (policy.kind) {
    case 'public':
      return 'public: no token is needed';
    case 'authenticated':
      return 'any valid access token';
    case 'policy':
      return policy.text;
  }
}
