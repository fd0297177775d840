import { isClaimTest, type ClaimTest } from './claim-tests.ts';
import type { ClaimRequirement, Policy } from './policy.ts';

const list = (names: readonly string[], what: string): string =>
  names.length === 1
    ? `${what} \`${names[0]}\``
    : `any of the ${what}s ${names.map((name) => `\`${name}\``).join(', ')}`;

const claimText = (name: string, requirement: ClaimRequirement): string =>
  `claim \`${name}\` ${met(requirement)}`;

function met(requirement: ClaimRequirement): string {
  if (typeof requirement === 'function') return 'satisfying a predicate';
  if (isClaimTest(requirement)) return testText(requirement);
  return `equal to ${either(Array.isArray(requirement) ? requirement : [requirement])}`;
}

function testText(test: ClaimTest): string {
  switch (test.test) {
    case 'equals':
      return `equal to ${either([test.value])}`;
    case 'contains':
      return `containing ${either(test.values)}`;
    case 'at':
      return `with \`${test.path.join('.')}\` ${met(test.inner)}`;
  }
}

const either = (values: readonly unknown[]): string =>
  values.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');

/** Unwraps `anyOf`/`allOf` with a single member. */
function unwrap(policy: Policy): Policy {
  const [only, ...others] = policy.kind === 'anyOf' || policy.kind === 'allOf' ? policy.policies : [];
  return only && others.length === 0 ? unwrap(only) : policy;
}

/** Omits duplicates of a requirement that is on the class and on the method. */
const compound = (policies: readonly Policy[], word: string): string => {
  const texts = policies
    .map(unwrap)
    .map((policy) =>
      policy.kind === 'anyOf' || policy.kind === 'allOf' ? `(${describe(policy)})` : describe(policy),
    );
  return [...new Set(texts)].join(` ${word} `);
};

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
    case 'maxAge':
      return `signed in at most ${policy.seconds} seconds ago`;
    case 'acr':
      return list(policy.values, 'authentication level');
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
