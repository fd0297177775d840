import {
  acr,
  allOf,
  claim,
  group,
  maxAge,
  owner,
  pool,
  scope,
  type ClaimRequirement,
  type OwnerBy,
  type Policy,
} from '../policies/policy.ts';

const POLICIES = Symbol('lifeguard:policies');
const PUBLIC = Symbol('lifeguard:public');

type Target = ClassDecorator & MethodDecorator;

/** Policies declared on a class or a method, and whether it is public. */
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
  return (target: object, key?: string | symbol) => {
    Reflect.defineMetadata(
      POLICIES,
      [policy, ...own<Policy[]>(POLICIES, target, key, [])],
      target,
      asKey(key),
    );
  };
}

/** The caller is in any of these groups: `@Groups('admin', 'support')`. */
export const Groups = (...names: string[]): Target => Authorize(group(...names));

/** The token has any of these scopes: `@Scopes('orders/read')`. Stack two to require both. */
export const Scopes = (...names: string[]): Target => Authorize(scope(...names));

/** Every listed claim meets its requirement: `@Claims({ tenant: ['a', 'b'], tier: (t) => t === 'gold' })`. */
export const Claims = (requirements: Record<string, ClaimRequirement>): Target =>
  Authorize(allOf(...Object.entries(requirements).map(([name, requirement]) => claim(name, requirement))));

/** The route parameter names the caller: `@Owner('userId')`, or `@Owner('name', { by: 'username' })`. */
export const Owner = (param: string, options: { by?: OwnerBy } = {}): Target =>
  Authorize(owner(param, options));

/** The token belongs to this user pool, by its name in `userPools`: `@Pool('staff')`. */
export const Pool = (name: string): Target => Authorize(pool(name));

/**
 * The person signed in at most this many seconds ago: `@MaxAge(300)`. Otherwise the response is a step-up
 * challenge (RFC 9470).
 */
export const MaxAge = (seconds: number): Target => Authorize(maxAge(seconds));

/**
 * The person's sign-in has one of these authentication context classes. Otherwise the response is a step-up
 * challenge, as for `@MaxAge()`.
 */
export const Acr = (...values: string[]): Target => Authorize(acr(...values));

/** No token is needed. The only decorator with which a method can loosen the policy of its class. */
export function Public(): Target {
  return (target: object, key?: string | symbol) => {
    Reflect.defineMetadata(PUBLIC, true, target, asKey(key));
  };
}

/** Policies declared on a class, including inherited ones. */
export function declaredOnClass(controller: object): Declared {
  const places = [controller, ...basesOf(controller)];
  return {
    policies: places.flatMap((place) => own<Policy[]>(POLICIES, place, undefined, [])),
    isPublic: places.some((place) => own(PUBLIC, place, undefined, false)),
  };
}

/**
 * Policies declared on a method, in the class that defines it. They are stored by the method's name and not
 * on its function, because another decorator may replace the function.
 */
export function declaredOnMethod(prototype: object, name: string): Declared {
  let place = prototype;
  while (!Object.hasOwn(place, name)) place = Object.getPrototypeOf(place) as object;
  return {
    policies: own<Policy[]>(POLICIES, place, name, []),
    isPublic: own(PUBLIC, place, name, false),
  };
}

function basesOf(target: object): object[] {
  const base: unknown = Object.getPrototypeOf(target);
  return typeof base === 'function' && base !== Function.prototype ? [base, ...basesOf(base)] : [];
}

// Reflect treats a missing key as the class itself, which its types do not express.
const asKey = (key: string | symbol | undefined): string => key as string;

const own = <T>(kind: symbol, place: object, key: string | symbol | undefined, otherwise: T): T =>
  (Reflect.getOwnMetadata(kind, place, asKey(key)) as T | undefined) ?? otherwise;
