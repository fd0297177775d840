import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';

/** `@nestjs/swagger`, which is loaded when the document is first asked for and not when the service starts. */
export type Swagger = typeof import('@nestjs/swagger');

type Decorator = ClassDecorator & MethodDecorator;
type Deferred = (swagger: Swagger) => Decorator;

const DEFERRED = Symbol('lifeguard:deferred-api-decorators');

/** The decorator of the same name in `@nestjs/swagger`, kept for later. */
export const ApiTags = (...tags: string[]): Decorator => defer((swagger) => swagger.ApiTags(...tags));

/** The decorator of the same name in `@nestjs/swagger`, kept for later. */
export const ApiBody = (options: ApiBodyOptions): Decorator =>
  defer((swagger) => swagger.ApiBody(options) as Decorator);

/** The decorator of the same name in `@nestjs/swagger`, kept for later. */
export const ApiResponse = (options: ApiResponseOptions): Decorator =>
  defer((swagger) => swagger.ApiResponse(options));

/** The decorator of the same name in `@nestjs/swagger`, kept for later. */
export const ApiOperation = (options: { summary: string; description?: string }): Decorator =>
  defer((swagger) => swagger.ApiOperation(options) as Decorator);

function defer(deferred: Deferred): Decorator {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const place = (descriptor?.value as object | undefined) ?? target;
    Reflect.defineMetadata(DEFERRED, [...deferredOn(place), deferred], place);
  };
}

const deferredOn = (place: object): readonly Deferred[] =>
  (Reflect.getOwnMetadata(DEFERRED, place) as Deferred[] | undefined) ?? [];

/** Decorates a controller and its handlers with what was kept for them; a second time there is nothing left. */
export function applyApiDecorators(swagger: Swagger, controller: { prototype: object }): void {
  for (const deferred of take(controller)) {
    const decorate: (target: object) => void = deferred(swagger);
    decorate(controller);
  }
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(controller.prototype))) {
    if (typeof descriptor.value !== 'function') continue;
    for (const deferred of take(descriptor.value as object)) {
      deferred(swagger)(controller.prototype, name, descriptor);
    }
  }
}

function take(place: object): readonly Deferred[] {
  const deferred = deferredOn(place);
  Reflect.deleteMetadata(DEFERRED, place);
  return deferred;
}
