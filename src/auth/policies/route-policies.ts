import { Inject, Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options';
import { PolicyError } from './check';
import { compile, type CompiledPolicy } from './compile';
import { declaredOn } from './decorators';
import type { Policy } from './policy';

/** Who may call a handler: anybody without a token, any valid token, or callers that a policy admits. */
export type RoutePolicy =
  | { readonly kind: 'public' }
  | { readonly kind: 'authenticated' }
  | ({ readonly kind: 'policy'; readonly policy: Policy } & CompiledPolicy);

type Handler = (...args: unknown[]) => unknown;

/** The policy of every handler in the application, compiled once at start. */
@Injectable()
export class RoutePolicies implements OnModuleInit {
  readonly #byController = new Map<unknown, Map<unknown, RoutePolicy>>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    @Inject(AUTH_OPTIONS) private readonly options: AuthOptions,
  ) {}

  /** @throws PolicyError naming the handlers whose policies contradict themselves, all of them at once. */
  onModuleInit(): void {
    const errors = this.discovery.getControllers().flatMap(({ metatype }) => {
      return typeof metatype === 'function' ? this.#compileController(metatype as Type) : [];
    });
    if (errors.length > 0) throw new PolicyError(errors.join('\n'));
  }

  /** The policy of a handler; undefined for one that was not there at start, which nobody may call. */
  find(controller: unknown, handler: unknown): RoutePolicy | undefined {
    return this.#byController.get(controller)?.get(handler);
  }

  #compileController(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, unknown>;
    const errors: string[] = [];
    const policies = new Map<unknown, RoutePolicy>();
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name];
      if (typeof handler !== 'function' || Reflect.getMetadata(METHOD_METADATA, handler) === undefined)
        continue;
      try {
        const params = paramsOf(controller, handler as Handler);
        policies.set(handler, policyOf(controller, handler as Handler, params, this.options.policies ?? {}));
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        errors.push(`${controller.name}.${name}: ${error.message}`);
      }
    }
    this.#byController.set(controller, policies);
    return errors;
  }
}

/**
 * What a handler's decorators and its class's come to: every requirement of both must hold; only `@Public()` on the
 * method loosens a class, and a requirement on the method closes a class that is public.
 *
 * @throws PolicyError where `@Public()` stands beside a requirement.
 */
export function policyOf(
  controller: Type,
  handler: Handler,
  params: ReadonlySet<string>,
  named: Readonly<Record<string, Policy>>,
): RoutePolicy {
  const [onClass, onMethod] = [declaredOn(controller), declaredOn(handler)];
  for (const declared of [onClass, onMethod]) {
    if (declared.isPublic && declared.policies.length > 0) {
      throw new PolicyError('@Public() stands beside a requirement');
    }
  }
  if (onMethod.isPublic || (onClass.isPublic && onMethod.policies.length === 0)) return { kind: 'public' };
  const policies = [...onClass.policies, ...onMethod.policies];
  if (policies.length === 0) return { kind: 'authenticated' };
  const policy: Policy = { kind: 'allOf', policies };
  return { kind: 'policy', policy, ...compile(policy, { params, named }) };
}

/** The parameters that every path of the route has. */
function paramsOf(controller: Type, handler: Handler): ReadonlySet<string> {
  const paths = (target: object) => [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  const names = paths(controller).flatMap((prefix) =>
    paths(handler).map((path) => new Set(`${prefix}/${path}`.match(/(?<=:)\w+/g))),
  );
  return names.reduce((common, each) => new Set([...common].filter((name) => each.has(name))));
}
