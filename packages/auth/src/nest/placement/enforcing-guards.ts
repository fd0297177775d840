import type { CanActivate, Type } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import {
  PARAMTYPES_METADATA,
  PROPERTY_DEPS_METADATA,
  SELF_DECLARED_DEPS_METADATA,
} from '../nest-metadata.ts';

/** Static member of the guard classes that enforce policies: `LifeguardGuard`, and through inheritance those that extend it. */
export const ENFORCES_POLICIES = Symbol('lifeguard:enforces-policies');

/** The parts of Nest's container that list global guards. Nest does not offer them for injection. */
interface Container {
  readonly applicationConfig?: {
    getGlobalGuards(): readonly CanActivate[];
    getGlobalRequestGuards(): readonly InstanceWrapper[];
  };
  getHttpAdapterRef?(): unknown;
}

const containerOf = (owner: InstanceWrapper): Container =>
  (owner.host as unknown as { readonly container?: Container } | undefined)?.container ?? {};

/**
 * Whether the application of a handler also serves HTTP. Microservices that are connected to such an application have no
 * global guards by default.
 */
export const isConnectable = (owner: InstanceWrapper): boolean =>
  (containerOf(owner).getHttpAdapterRef?.() ?? undefined) !== undefined;

/** Whether a global guard enforces policies: from `useGlobalGuards()` or a provider of `APP_GUARD`. */
export function isGlobal(owner: InstanceWrapper, providers: readonly InstanceWrapper[]): boolean {
  const { applicationConfig } = containerOf(owner);
  if (!applicationConfig) return false;
  // A test may have replaced the guard by an object of another class.
  const own = providers.filter(({ token }) => isMarked(token)).map(({ instance }): unknown => instance);
  return (
    applicationConfig.getGlobalGuards().some((guard) => own.includes(guard) || enforces(guard)) ||
    applicationConfig.getGlobalRequestGuards().some(({ metatype }) => enforces(metatype))
  );
}

/**
 * Whether a guard enforces policies: `LifeguardGuard`, a class that extends it or gets it injected, or an instance of one of
 * these.
 */
export function enforces(guard: unknown): boolean {
  if (typeof guard === 'function') return isMarked(guard) || injectedInto(guard as Type).some(isMarked);
  if (typeof guard !== 'object' || guard === null) return false;
  return enforces(guard.constructor) || Object.values(guard).some((member) => isMarked(classOf(member)));
}

const isMarked = (type: unknown): boolean =>
  typeof type === 'function' && (type as { [ENFORCES_POLICIES]?: unknown })[ENFORCES_POLICIES] === true;

const classOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? value.constructor : undefined;

/** The injection tokens of the constructor's parameters and of the properties of a class. */
function injectedInto(type: Type): unknown[] {
  const list = (key: string) => (Reflect.getMetadata(key, type) ?? []) as readonly unknown[];
  const declared = list(SELF_DECLARED_DEPS_METADATA) as readonly { readonly param: unknown }[];
  const properties = list(PROPERTY_DEPS_METADATA) as readonly { readonly type: unknown }[];
  return [
    ...list(PARAMTYPES_METADATA),
    ...declared.map(({ param }) => param),
    ...properties.map((property) => property.type),
  ];
}
