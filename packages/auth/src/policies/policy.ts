import type { TokenClaims } from '../principal.ts';

/** A value that a claim is compared with, exactly. */
export type ClaimValue = string | number | boolean;

/** Any result but `true` refuses the caller. A predicate that throws refuses, even under `not()`. */
export type ClaimPredicate = (value: unknown, claims: TokenClaims) => boolean;

/** A JSON value. */
export type JsonValue = ClaimValue | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** A requirement on a claim that is a list or an object. */
export type ClaimTest =
  | { readonly test: 'equals'; readonly value: JsonValue }
  | { readonly test: 'contains'; readonly values: readonly ClaimValue[] }
  | { readonly test: 'at'; readonly path: readonly string[]; readonly inner: ClaimRequirement };

/**
 * A requirement on a claim: one value, any of several values, a predicate, or a test such as `contains()`.
 */
export type ClaimRequirement = ClaimValue | readonly ClaimValue[] | ClaimPredicate | ClaimTest;

/** Whether the route parameter is compared with the caller's `sub` or with the username; never both. */
export type OwnerBy = 'sub' | 'username';

/** A requirement on the caller, as data: it is checked and compiled at startup (see `compile`). */
export type Policy =
  | { readonly kind: 'group'; readonly names: readonly string[] }
  | { readonly kind: 'scope'; readonly names: readonly string[] }
  | { readonly kind: 'claim'; readonly name: string; readonly requirement: ClaimRequirement }
  | { readonly kind: 'owner'; readonly param: string; readonly by: OwnerBy }
  | { readonly kind: 'machine' }
  | { readonly kind: 'pool'; readonly name: string }
  | { readonly kind: 'maxAge'; readonly seconds: number }
  | { readonly kind: 'acr'; readonly values: readonly string[] }
  | { readonly kind: 'anyOf'; readonly policies: readonly Policy[] }
  | { readonly kind: 'allOf'; readonly policies: readonly Policy[] }
  | { readonly kind: 'not'; readonly policy: Policy }
  | { readonly kind: 'named'; readonly name: string };

/** The caller is in any of these groups (`cognito:groups`). */
export const group = (...names: string[]): Policy => ({ kind: 'group', names });

/** The token has any of these scopes. */
export const scope = (...names: string[]): Policy => ({ kind: 'scope', names });

/** The claim `name` exists and meets the requirement. */
export const claim = (name: string, requirement: ClaimRequirement): Policy => ({
  kind: 'claim',
  name,
  requirement,
});

/** The route parameter `param` identifies the caller, by default by `sub`. */
export const owner = (param: string, options: { by?: OwnerBy } = {}): Policy => ({
  kind: 'owner',
  param,
  by: options.by ?? 'sub',
});

/** The caller is a machine (client credentials) and not a person. */
export const machine = (): Policy => ({ kind: 'machine' });

/**
 * The token belongs to this user pool, by its name in `userPools`. Requirements combined with it apply to
 * that pool.
 */
export const pool = (name: string): Policy => ({ kind: 'pool', name });

/**
 * The person signed in at most this many seconds ago (`auth_time`, RFC 9470). It never holds for a machine.
 */
export const maxAge = (seconds: number): Policy => ({ kind: 'maxAge', seconds });

/**
 * The person's sign-in has one of these authentication context classes (`acr`, RFC 9470). It never holds
 * for a machine.
 */
export const acr = (...values: string[]): Policy => ({ kind: 'acr', values });

/** At least one of these holds. */
export const anyOf = (...policies: Policy[]): Policy => ({ kind: 'anyOf', policies });

/** Every one of these holds. */
export const allOf = (...policies: Policy[]): Policy => ({ kind: 'allOf', policies });

/** The policy does not hold. A predicate that throws still refuses. */
export const not = (policy: Policy): Policy =>
  policy.kind === 'not' ? policy.policy : { kind: 'not', policy };

/**
 * A policy that the application defines at startup (the option `policies`), for requirements that depend on
 * settings. A name without a definition prevents startup.
 */
export const named = (name: string): Policy => ({ kind: 'named', name });
