import type { Type } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { METHOD_METADATA } from './nest-metadata.ts';
import { declaredOnClass, declaredOnMethod, type Declared } from './decorators.ts';

/**
 * Finds policies that nothing would keep: on a provider, on a method without a route, on a handler of another kind than
 * HTTP. They stop the start, so that nobody takes such a handler for guarded.
 *
 * @returns one line for each, naming class and method.
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
  const onControllers = classes(controllers).flatMap((type) => methodsOf(type, methodNames, isRoute));
  const onProviders = classes(providers).flatMap((type) => [
    ...(isDeclared(declaredOnClass(type)) ? [`${type.name}: ${FAULT}`] : []),
    ...methodsOf(type, methodNames, () => false),
  ]);
  return [...onControllers, ...onProviders];
}

const FAULT = 'a policy on what is not an HTTP route guards nothing';

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

const isRoute = (handler: unknown): boolean =>
  typeof handler === 'function' && Reflect.getMetadata(METHOD_METADATA, handler) !== undefined;

const isDeclared = ({ policies, isPublic }: Declared): boolean => policies.length > 0 || isPublic;
