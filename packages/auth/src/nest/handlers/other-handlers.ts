import type { Type } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { fieldsAreGuarded } from './guarded-fields.ts';
import { isMessage, kindInProvider, type HandlerKind } from './handler-kind.ts';

/** A handler of another kind than a plain HTTP route. */
export interface OtherHandler {
  readonly type: Type;
  readonly name: string;
  readonly handler: object;
  readonly kind: HandlerKind;
  /** Whether Nest runs guards on it. */
  readonly isGuarded: boolean;
}

/** Every handler of microservices, GraphQL resolvers and gateways. */
export function otherHandlers(
  controllers: readonly InstanceWrapper[],
  providers: readonly InstanceWrapper[],
  methodNames: (prototype: object) => readonly string[],
): OtherHandler[] {
  const handlersOf = (
    owner: InstanceWrapper,
    kindOf: (type: Type, handler: unknown) => HandlerKind | undefined,
  ): OtherHandler[] => {
    const type = owner.metatype as Type | null;
    if (typeof type !== 'function' || typeof type.prototype !== 'object') return [];
    const prototype = type.prototype as Record<string, unknown>;
    return methodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const kind = kindOf(type, handler);
      if (kind === undefined) return [];
      const isGuarded = kind !== 'field' || fieldsAreGuarded(providers, owner);
      return [{ type, name, handler, kind, isGuarded }];
    });
  };
  return [
    ...controllers.flatMap((owner) =>
      handlersOf(owner, (_, handler) => (isMessage(handler) ? 'message' : undefined)),
    ),
    ...providers.flatMap((owner) => handlersOf(owner, kindInProvider)),
  ];
}
