import type { Type } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { declaredOnClass, declaredOnMethod, type Declared } from './decorators.ts';
import { isMessage, isRoute, kindInProvider } from './handlers/handler-kind.ts';

/**
 * Finds policies without effect: on a provider that is neither a resolver nor a gateway, or on a method
 * that is not a handler. They prevent startup, so that nobody mistakes such a method for a guarded one.
 *
 * @returns one line for each, naming its class and method.
 */
export function unguardedHandlers(
  controllers: readonly InstanceWrapper[],
  providers: readonly InstanceWrapper[],
  methodNames: (prototype: object) => readonly string[],
): string[] {
  const classes = (wrappers: readonly InstanceWrapper[]): Type[] =>
    [...new Set(wrappers.map(({ metatype }) => metatype))].filter(
      (metatype): metatype is Type =>
        typeof metatype === 'function' && typeof metatype.prototype === 'object',
    );
  const onControllers = classes(controllers).flatMap((type) =>
    methodsOf(type, methodNames, (handler) => isRoute(handler) || isMessage(handler)),
  );
  const onProviders = classes(providers).flatMap((type) => {
    const isGuarded = (handler: unknown) => kindInProvider(type, handler) !== undefined;
    const prototype = type.prototype as Record<string, unknown>;
    const hasHandlers = methodNames(prototype).some((name) => isGuarded(prototype[name]));
    return [
      ...(isDeclared(declaredOnClass(type)) && !hasHandlers ? [`${type.name}: ${FAULT}`] : []),
      ...methodsOf(type, methodNames, isGuarded),
    ];
  });
  return [...onControllers, ...onProviders];
}

const FAULT = 'a policy has no effect on anything but a handler';

function methodsOf(
  type: Type,
  methodNames: (prototype: object) => readonly string[],
  isGuarded: (handler: unknown) => boolean,
): string[] {
  const prototype = type.prototype as Record<string, unknown>;
  return methodNames(prototype)
    .filter((name) => isDeclared(declaredOnMethod(prototype, name)) && !isGuarded(prototype[name]))
    .map((name) => `${type.name}.${name}: ${FAULT}`);
}

const isDeclared = ({ policies, isPublic }: Declared): boolean => policies.length > 0 || isPublic;
