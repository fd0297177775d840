import type { Type } from '@nestjs/common';
import type { RouteFacts } from '../../policies/check.ts';
import { GRAPHQL, ROUTE_ARGS_METADATA } from '../nest-metadata.ts';

/**
 * Any name: the members of a payload or an `@ArgsType()` are unknown until a call, and a missing member
 * admits nobody.
 */
export const ANY_NAME: RouteFacts['params'] = Object.assign(new Set<string>(), { has: () => true });

/**
 * The named arguments of a resolver, `@Args('id')`; any name if it takes all arguments as one object,
 * `@Args()`.
 */
export function argumentNames(resolver: Type, method: string): RouteFacts['params'] {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, resolver, method) ?? {}) as Record<
    string,
    { data?: unknown }
  >;
  const names = Object.entries(parameters)
    .filter(([key]) => key.startsWith(`${GRAPHQL.argumentsParameter}:`))
    .map(([, { data }]) => data);
  if (names.some((name) => typeof name !== 'string')) return ANY_NAME;
  return new Set(names as string[]);
}
