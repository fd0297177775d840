import type { Principal } from '../principal.ts';
import { acceptor } from './claim-requirement.ts';
import type { ClaimRequirement, Policy } from './policy.ts';
import { isFresh, isStrong } from './step-up.ts';

/** The route parameters of a request, decoded. */
export type Params = Readonly<Record<string, string>>;

/**
 * `undefined`: unknown (a predicate threw or did not return a boolean). Kleene's three values prevent an
 * unknown from turning into an admission under `not()`, and make the order of policies irrelevant.
 */
export type Verdict = boolean | undefined;
export type Requirement = (principal: Principal, params: Params) => Verdict;

/** A policy without parts. */
export type Leaf = Exclude<Policy, { kind: 'anyOf' | 'allOf' | 'not' | 'named' }>;

/**
 * A compiled policy without parts. The guard, the explanation and the list of needs all use this function.
 */
export function leafRequirement(leaf: Leaf, clockTolerance: number): Requirement {
  switch (leaf.kind) {
    case 'group':
      return ({ groups }) => leaf.names.some((name) => groups.includes(name));
    case 'scope':
      return ({ scopes }) => leaf.names.some((name) => scopes.includes(name));
    case 'claim':
      return claimRequirement(leaf.name, leaf.requirement);
    case 'owner':
      return ownerRequirement(leaf.param, leaf.by);
    case 'machine':
      return ({ kind }) => kind === 'client';
    case 'pool':
      return (principal) => principal.pool === leaf.name;
    case 'maxAge':
      return (principal) => isFresh(principal, leaf.seconds, clockTolerance);
    case 'acr':
      return (principal) => isStrong(principal, leaf.values);
  }
}

function ownerRequirement(param: string, by: 'sub' | 'username'): Requirement {
  return (principal, params) => {
    const named = Object.hasOwn(params, param) ? params[param] : undefined;
    return named !== undefined && named === principal[by];
  };
}

// A claim is looked up among the token's own members only: `constructor` is not a claim of every token.
function claimRequirement(name: string, requirement: ClaimRequirement): Requirement {
  const accepts = acceptor(requirement);
  return ({ claims }) => {
    if (!Object.hasOwn(claims, name)) return false;
    try {
      const verdict: unknown = accepts(claims[name], claims);
      return typeof verdict === 'boolean' ? verdict : undefined;
    } catch {
      return undefined;
    }
  };
}
