import type { Policy, RoutePolicy } from 'lifeguard-auth';

/**
 * Scopes of which every admitted caller has at least one. API Gateway accepts a token with any of a route's
 * scopes, so these are listed only if nobody is admitted without one.
 *
 * @returns undefined if the policy also admits callers without any particular scope
 */
export function necessaryScopes(policy: Policy): readonly string[] | undefined {
  switch (policy.kind) {
    case 'scope':
      return [...new Set(policy.names)];
    case 'allOf':
      return shortest(policy.policies.map(necessaryScopes));
    case 'anyOf': {
      const ways = policy.policies.map(necessaryScopes);
      return ways.some((way) => way === undefined)
        ? undefined
        : [...new Set(ways.flatMap((way) => way ?? []))];
    }
    default:
      return undefined;
  }
}

/** Each of the lists is necessary; the shortest lets the fewest tokens pass. */
function shortest(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const [first, ...others] = lists.filter((list) => list !== undefined);
  return first && others.reduce((best, next) => (next.length < best.length ? next : best), first);
}

/** Every scope that a policy names, necessary or not. */
export function namedScopes(route: RoutePolicy): readonly string[] {
  return route.kind === 'policy' ? scopesIn(route.policy) : [];
}

function scopesIn(policy: Policy): readonly string[] {
  switch (policy.kind) {
    case 'scope':
      return policy.names;
    case 'anyOf':
    case 'allOf':
      return policy.policies.flatMap(scopesIn);
    case 'not':
      return scopesIn(policy.policy);
    default:
      return [];
  }
}
