import { allOf, anyOf, pool, type Policy } from './policy.ts';

/**
 * Binds requirements without a user pool to the first one: a group, a username or a `sub` of one pool means
 * nothing in another. With a single pool the policy is unchanged.
 *
 * @param policy with its names resolved.
 * @param pools the names of the user pools in order; empty if the application has one pool.
 */
export function bindToPool(policy: Policy, [first]: readonly string[] = []): Policy {
  return first === undefined ? policy : bind(policy, first);
}

function bind(policy: Policy, first: string): Policy {
  if (isBound(policy)) return policy;
  if (policy.kind === 'anyOf') return anyOf(...policy.policies.map((each) => bind(each, first)));
  if (policy.kind === 'allOf' && policy.policies.some(mentionsPool))
    return allOf(...policy.policies.map((each) => (mentionsPool(each) ? bind(each, first) : each)));
  return allOf(pool(first), policy);
}

/** Whether the policy holds only for tokens of a named pool. */
function isBound(policy: Policy): boolean {
  switch (policy.kind) {
    case 'pool':
      return true;
    case 'allOf':
      return policy.policies.some(isBound);
    case 'anyOf':
      return policy.policies.every(isBound);
    default:
      return false;
  }
}

/** Whether at least one alternative of the policy names a pool. */
const mentionsPool = (policy: Policy): boolean =>
  policy.kind === 'pool' ||
  ((policy.kind === 'anyOf' || policy.kind === 'allOf') && policy.policies.some(mentionsPool));
