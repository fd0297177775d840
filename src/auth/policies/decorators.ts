import {
  allOf,
  claim,
  group,
  owner,
  scope,
  type ClaimRequirement,
  type OwnerBy,
  type Policy,
} from './policy';

const POLICIES = Symbol('lifeguard:policies');
const PUBLIC = Symbol('lifeguard:public');

type Target = ClassDecorator & MethodDecorator;

/** What decorates a class or a method: its policies, and whether it is public. */
export interface Declared {
  readonly policies: readonly Policy[];
  readonly isPublic: boolean;
}

/**
 * The caller must satisfy `policy`. Decorators stack: every one on the class and on the method must hold.
 *
 * @example `@Authorize(anyOf(group('support'), allOf(machine(), scope('orders/read'))))`
 */
export function Authorize(policy: Policy): Target {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const place = placeOf(target, descriptor);
    Reflect.defineMetadata(POLICIES, [policy, ...own<Policy[]>(POLICIES, place, [])], place);
  };
}

/** The caller is in any of these groups: `@Groups('admin', 'support')`. */
export const Groups = (...names: string[]): Target => Authorize(group(...names));

/** The token has any of these scopes: `@Scopes('orders/read')`. Stack two to require both. */
export const Scopes = (...names: string[]): Target => Authorize(scope(...names));

/** Every named claim is what is required: `@Claims({ tenant: ['a', 'b'], tier: (t) => t === 'gold' })`. */
export const Claims = (requirements: Record<string, ClaimRequirement>): Target =>
  Authorize(allOf(...Object.entries(requirements).map(([name, requirement]) => claim(name, requirement))));

/** The route parameter names the caller: `@Owner('userId')`, or `@Owner('name', { by: 'username' })`. */
export const Owner = (param: string, options: { by?: OwnerBy } = {}): Target =>
  Authorize(owner(param, options));

/** No token is needed. The one decorator that lets a method loosen its class. */
export function Public(): Target {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    Reflect.defineMetadata(PUBLIC, true, placeOf(target, descriptor));
  };
}

/** What stands on a method, or on a class and the classes it extends. */
export function declaredOn(target: object): Declared {
  const places = [target, ...basesOf(target)];
  return {
    policies: places.flatMap((place) => own<Policy[]>(POLICIES, place, [])),
    isPublic: places.some((place) => own(PUBLIC, place, false)),
  };
}

function placeOf(target: object, descriptor?: PropertyDescriptor): object {
  const method: unknown = descriptor?.value;
  return typeof method === 'function' ? method : target;
}

function basesOf(target: object): object[] {
  const base: unknown = Object.getPrototypeOf(target);
  return typeof base === 'function' && base !== Function.prototype ? [base, ...basesOf(base)] : [];
}

const own = <T>(key: symbol, place: object, otherwise: T): T =>
  (Reflect.getOwnMetadata(key, place) as T | undefined) ?? otherwise;
