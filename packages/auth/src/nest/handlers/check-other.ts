import type { Type } from '@nestjs/common';
import type { RouteFacts } from '../../policies/check.ts';
import { PolicyError } from '../../policies/policy.error.ts';
import { declaredOnClass, declaredOnMethod } from '../decorators.ts';
import { SOCKETS } from '../nest-metadata.ts';
import { ANY_NAME, argumentNames } from './argument-names.ts';
import type { OtherHandler } from './other-handlers.ts';

/**
 * The names that `owner()` can use: the arguments of a resolver. The members of a payload are unknown until
 * a call.
 */
export const namesOfOther = ({ type, name, kind }: OtherHandler): RouteFacts['params'] =>
  kind === 'operation' || kind === 'field' ? argumentNames(type, name) : ANY_NAME;

/**
 * @throws PolicyError for a policy on a field on which Nest runs no guards, for an ID token, which needs a
 * header, and for a handler in a namespace whose connections the library cannot track.
 */
export function checkOther(
  { type, name, kind, isGuarded }: OtherHandler,
  policy: { readonly kind: string; readonly identity?: unknown },
): void {
  if (policy.kind === 'public') return;
  if (policy.identity !== undefined) throw new PolicyError('an ID token is read on HTTP routes only');
  const declared = [declaredOnClass(type), declaredOnMethod(type.prototype as object, name)];
  if (!isGuarded && declared.some(({ policies }) => policies.length > 0))
    throw new PolicyError(
      "Nest runs no guard on field resolvers: set fieldResolverEnhancers: ['guards'] in the options of GraphQLModule",
    );
  if (kind === 'socket' && isPattern(type))
    throw new PolicyError(
      'connections in a namespace that is a pattern cannot be tracked: give the namespace a name, or make the handler public',
    );
}

/** Nest creates a separate server for each gateway whose namespace is a regular expression or a function. */
function isPattern(gateway: Type): boolean {
  const { namespace } = (Reflect.getMetadata(SOCKETS.options, gateway) ?? {}) as { namespace?: unknown };
  return namespace !== undefined && typeof namespace !== 'string';
}
