import type { Type } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { declaredOnClass, declaredOnMethod } from './decorators.ts';
import { isMessage, isRoute, kindInProvider } from './handlers/handler-kind.ts';
import { identityUseOf } from './id-token.decorators.ts';
import { GUARDS_METADATA } from './nest-metadata.ts';
import { enforces, isConnectable, isGlobal } from './placement/enforcing-guards.ts';

const FAULT =
  "LifeguardGuard does not run on it, so its policy has no effect; with guard: 'manual' place @UseGuards(LifeguardGuard) on the handler or its class";

/**
 * Finds policies that nothing enforces, where the application places the guard itself. They prevent startup: such a handler
 * is open to everyone.
 *
 * @returns one line for each handler, naming class and method.
 */
export function unenforcedPolicies(
  controllers: readonly InstanceWrapper[],
  providers: readonly InstanceWrapper[],
  methodNames: (prototype: object) => readonly string[],
): string[] {
  const open = (owner: InstanceWrapper, isHandler: (type: Type, handler: unknown) => boolean): string[] => {
    const type = owner.metatype as Type | null;
    if (typeof type !== 'function' || typeof type.prototype !== 'object') return [];
    const prototype = type.prototype as Record<string, unknown>;
    return methodNames(prototype)
      .filter((name) => isHandler(type, prototype[name]) && hasPolicy(type, name))
      .filter((name) => !isGuarded(owner, prototype[name] as object, providers))
      .map((name) => `${type.name}.${name}: ${FAULT}`);
  };
  return [
    ...controllers.flatMap((owner) => open(owner, (_, handler) => isRoute(handler) || isMessage(handler))),
    ...providers.flatMap((owner) =>
      open(owner, (type, handler) => kindInProvider(type, handler) !== undefined),
    ),
  ];
}

/** Whether a handler is closed to some callers by its own decorators or those of its class. */
function hasPolicy(type: Type, name: string): boolean {
  const prototype = type.prototype as object;
  const [onClass, onMethod] = [declaredOnClass(type), declaredOnMethod(prototype, name)];
  if (onMethod.isPublic) return false;
  return (
    onMethod.policies.length > 0 ||
    (!onClass.isPublic && onClass.policies.length > 0) ||
    identityUseOf(prototype, name) === 'required'
  );
}

/** Whether a guard that enforces policies is placed on the handler, on its class, or on every handler. */
function isGuarded(owner: InstanceWrapper, handler: object, providers: readonly InstanceWrapper[]): boolean {
  const placed = [handler, owner.metatype as object].flatMap(
    (place) => (Reflect.getMetadata(GUARDS_METADATA, place) ?? []) as readonly unknown[],
  );
  if (placed.some(enforces)) return true;
  const mayLackGlobalGuards = isMessage(handler) && isConnectable(owner);
  return !mayLackGlobalGuards && isGlobal(owner, providers);
}
