import type { Type } from '@nestjs/common';
import type { ResourceEntities } from './resource.entities';

/** The permission that a route requires: an action on a resource. */
export interface Permission {
  /** The id of the action in the schema: `orders:read` is `Action::"orders:read"`. */
  readonly action: string;
  /** The entity type of the resource, and the route parameter that holds its id. */
  readonly resource: { readonly type: string; readonly param: string };
  /** A provider that loads the attributes of the resource. Without it the resource has none. */
  readonly entities?: Type<ResourceEntities>;
}

const PERMISSION = Symbol('lifeguard:permission');

export const setPermission = (handler: object, permission: Permission): void =>
  Reflect.defineMetadata(PERMISSION, permission, handler);

/** The permission of `@Permit` on a handler; undefined for a handler without it. */
export const permissionOf = (handler: object): Permission | undefined =>
  Reflect.getMetadata(PERMISSION, handler) as Permission | undefined;
