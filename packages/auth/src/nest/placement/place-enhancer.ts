import type { Type } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';

/**
 * Puts a guard or an interceptor before those of a handler. The handler's metadata has only the class, and
 * the handler's module has the instance, so one handler can serve several applications.
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
