import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Identity } from '../identity/identity.ts';

/** The request header of the ID token. */
export const ID_TOKEN_HEADER = 'x-id-token';

const IDENTITY = Symbol('lifeguard:identity');

/** Whether a handler can or must receive the caller's identity. */
export type IdentityUse = 'optional' | 'required';

/** The member that the guard adds to a request. */
export interface IdentifiedRequest {
  identity?: Identity | undefined;
}

const parameter = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.getArgByIndex<IdentifiedRequest>(0).identity,
);

/**
 * The caller's verified identity from the ID token in `X-Id-Token`: `profile(@IdToken() identity?:
 * Identity)`. Undefined if no ID token was sent. It never decides who may call.
 */
export const IdToken = (): ParameterDecorator => (target, key, index) => {
  parameter()(target, key, index);
  if (key !== undefined) declare(target, key, 'optional');
};

/** The handler needs the caller's ID token in `X-Id-Token`: without one the response is 400 `identity_missing`. */
export const RequiresIdToken = (): MethodDecorator => (target, key) => declare(target, key, 'required');

function declare(target: object, key: string | symbol, use: IdentityUse): void {
  if (identityUseOf(target, key) !== 'required') Reflect.defineMetadata(IDENTITY, use, target, key);
}

/** How a method uses the identity; undefined if it does not. */
export const identityUseOf = (prototype: object, method: string | symbol): IdentityUse | undefined =>
  Reflect.getMetadata(IDENTITY, prototype, method) as IdentityUse | undefined;
