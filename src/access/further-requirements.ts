import type { Explanation, ListedRoute } from 'lifeguard-auth';
import { requirementsOf } from '../openapi/requirement';

type Route = Pick<ListedRoute, 'policy'> & Partial<Pick<ListedRoute, 'handler'>>;

/**
 * Requirements of a route in addition to its policy, which only a request can decide: `@Permit` and an ID
 * token.
 */
export function furtherRequirements({ policy, handler }: Route): readonly string[] {
  const identity = policy.kind !== 'public' && policy.identity === 'required';
  return [
    ...(handler === undefined ? [] : requirementsOf(handler)),
    ...(identity ? ['an ID token of the same sign-in in `X-Id-Token`'] : []),
  ];
}

/** The nodes of an explanation for the requirements in addition to the policy. */
export const explainFurther = (route: Route): readonly Explanation[] =>
  furtherRequirements(route).map((text) => ({ text, holds: 'unknown' }));
