import type { Type } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';

/**
 * Puts a guard or an interceptor before those of a handler. The handler's metadata has the class alone, and the module of
 * the handler has the instance: so the handler may serve several applications at once, each with its own.
 *
 * @param key `GUARDS_METADATA` or `INTERCEPTORS_METADATA`.
 * @param owner the controller or provider that has the handler.
 */
export function placeEnhancer(
  key: string,
  handler: object,
  owner: InstanceWrapper,
  enhancer: InstanceWrapper,
): void {
  const type = enhancer.metatype as Type;
  const placed = (Reflect.getMetadata(key, handler) ?? []) as unknown[];
  if (!placed.includes(type)) Reflect.defineMetadata(key, [type, ...placed], handler);
  owner.host?.injectables.set(type, enhancer as InstanceWrapper<object>);
}
