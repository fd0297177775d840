import type { Type } from '@nestjs/common';
import { GRAPHQL, MESSAGES, METHOD_METADATA, SOCKETS } from '../nest-metadata.ts';

/** The kind of a handler that is not an HTTP route, by its caller. */
export type HandlerKind = 'operation' | 'field' | 'socket' | 'message';

const ROOT_TYPES = new Set<unknown>(['Query', 'Mutation', 'Subscription']);

const has = (key: string, handler: object): boolean => Reflect.getMetadata(key, handler) !== undefined;

/** Whether a controller's method answers HTTP requests. */
export const isRoute = (handler: unknown): boolean =>
  typeof handler === 'function' && has(METHOD_METADATA, handler);

/** Whether a controller's method takes messages of a microservice. It may be a route as well. */
export const isMessage = (handler: unknown): boolean =>
  typeof handler === 'function' && has(MESSAGES.pattern, handler);

/** The kind of a provider's method, of a GraphQL resolver or a gateway; undefined if it is not a handler. */
export function kindInProvider(type: Type, handler: unknown): HandlerKind | undefined {
  if (typeof handler !== 'function') return undefined;
  const resolverType: unknown = Reflect.getMetadata(GRAPHQL.resolverType, handler);
  if (ROOT_TYPES.has(resolverType)) return 'operation';
  if (has(GRAPHQL.fieldResolver, handler) || has(GRAPHQL.referenceResolver, handler)) return 'field';
  return isGateway(type) && has(SOCKETS.message, handler) ? 'socket' : undefined;
}

export const isGateway = (type: Type): boolean => Reflect.getMetadata(SOCKETS.gateway, type) === true;

export const isSubscription = (handler: object): boolean =>
  Reflect.getMetadata(GRAPHQL.resolverType, handler) === 'Subscription';
