import type { ClaimRequirement, ClaimTest, ClaimValue, JsonValue, Policy } from './policy.ts';

export type { ClaimTest, JsonValue } from './policy.ts';

/** The value is exactly this one: the same type, the same order in lists, the same members in objects. */
export const equals = (value: JsonValue): ClaimTest => ({ test: 'equals', value });

/** The claim is a list, and this value is in it: `claim('roles', contains('agent'))`. */
export const contains = (value: ClaimValue): ClaimTest => ({ test: 'contains', values: [value] });

/** The claim is a list, and any of these values is in it. */
export const containsAny = (...values: ClaimValue[]): ClaimTest => ({ test: 'contains', values });

/**
 * The value at a path of members meets a requirement. Inside `claim()` the path begins in the claim; as a separate
 * policy it begins with the name of the claim.
 *
 * @param path names of members, separated by dots, or as a list if a name contains a dot.
 *
 * @example `at('tenant.id', equals('x'))` is `claim('tenant', at('id', equals('x')))`
 */
export function at(path: string | readonly string[], inner: ClaimRequirement): ClaimTest & Policy {
  const names = typeof path === 'string' ? path.split('.') : [...path];
  const [name = '', ...rest] = names;
  const requirement: ClaimRequirement = rest.length === 0 ? inner : { test: 'at', path: rest, inner };
  return { kind: 'claim', name, requirement, test: 'at', path: names, inner };
}

export const isClaimTest = (requirement: unknown): requirement is ClaimTest =>
  typeof requirement === 'object' && requirement !== null && 'test' in requirement;

/** The value at the path, through own members of objects only. Undefined if there is none. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    if (!Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** Exact equality of JSON values. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) =>
        Object.hasOwn(other, name) &&
        isSame((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
    )
  );
}
