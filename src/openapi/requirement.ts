import { policyText, type RoutePolicy } from 'lifeguard-auth';

const REQUIREMENTS = Symbol('lifeguard:requirements');

/**
 * Documents a requirement of a handler in addition to its policy, such as `the policies to allow
 * `orders:read``.
 */
export const documentRequirement = (handler: object, text: string): void =>
  Reflect.defineMetadata(REQUIREMENTS, [...requirementsOf(handler), text], handler);

/** The requirements of a handler in addition to its policy, in words. */
export const requirementsOf = (handler: object): readonly string[] =>
  (Reflect.getMetadata(REQUIREMENTS, handler) as string[] | undefined) ?? [];

/** Who may call a route, in words: its policy and the further requirements of its handler. */
export function whoMayCall(policy: RoutePolicy, handler: object | undefined): string {
  const requirements = handler === undefined ? [] : requirementsOf(handler);
  return [policyText(policy), ...requirements].join('; and ');
}
