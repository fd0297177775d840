import type { ClaimRequirement, Policy } from './policy.ts';

const list = (names: readonly string[], what: string): string =>
  names.length === 1
    ? `${what} \`${names[0]}\``
    : `any of the ${what}s ${names.map((name) => `\`${name}\``).join(', ')}`;

function claimText(name: string, requirement: ClaimRequirement): string {
  if (typeof requirement === 'function') return `claim \`${name}\` satisfying a predicate`;
  const values: readonly unknown[] = Array.isArray(requirement) ? requirement : [requirement];
  return `claim \`${name}\` equal to ${values.map((value) => `\`${JSON.stringify(value)}\``).join(' or ')}`;
}

/** Unwraps `anyOf`/`allOf` with a single member. */
function unwrap(policy: Policy): Policy {
  const [only, ...others] = policy.kind === 'anyOf' || policy.kind === 'allOf' ? policy.policies : [];
  return only && others.length === 0 ? unwrap(only) : policy;
}

const compound = (policies: readonly Policy[], word: string): string =>
  policies
    .map(unwrap)
    .map((policy) =>
      policy.kind === 'anyOf' || policy.kind === 'allOf' ? `(${describe(policy)})` : describe(policy),
    )
    .join(` ${word} `);

/** A policy in words, for the route table and the OpenAPI document. */
export function describe(wrapped: Policy): string {
  const policy = unwrap(wrapped);
  switch (policy.kind) {
    case 'group':
      return list(policy.names, 'group');
    case 'scope':
      return list(policy.names, 'scope');
    case 'claim':
      return claimText(policy.name, policy.requirement);
    case 'owner':
      return `the parameter \`${policy.param}\` being the caller's own ${policy.by}`;
    case 'machine':
      return 'a machine (client credentials)';
    case 'pool':
      return `user pool \`${policy.name}\``;
    case 'anyOf':
      return compound(policy.policies, 'or');
    case 'allOf':
      return compound(policy.policies, 'and');
    case 'not':
      return `not (${describe(policy.policy)})`;
    case 'named':
      return policy.name;
  }
}
