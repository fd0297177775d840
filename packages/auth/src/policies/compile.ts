import type { Principal } from '../principal.ts';
import { bindToPool } from './bind-to-pool.ts';
import { checkPolicy, type RouteFacts } from './check.ts';
import { describe } from './describe.ts';
import { acceptor } from './claim-requirement.ts';
import { isFresh, isStrong, steppedUp, waysToStepUp, type StepUp } from './step-up.ts';
import type { ClaimRequirement, Policy } from './policy.ts';

/** The route parameters of a request, decoded. */
export type Params = Readonly<Record<string, string>>;

/**
 * `undefined`: it cannot be known (a predicate threw or answered no boolean). Kleene's three values keep what is
 * unknown from turning into an admission below a `not()`, and keep the order of policies without meaning.
 */
type Verdict = boolean | undefined;
type Requirement = (principal: Principal, params: Params) => Verdict;

/** A policy made ready at start. */
export interface CompiledPolicy {
  /** The policy with its names resolved. */
  readonly policy: Policy;
  /** Whether the caller is admitted. Never throws. */
  readonly admits: (principal: Principal, params: Params) => boolean;
  /** For a caller that is refused: the scopes that would have admitted it, or none where no scope would. */
  readonly missingScopes: (principal: Principal, params: Params) => readonly string[];
  /** For a caller that is refused: the sign-in that alone would have admitted it, or undefined where none would. */
  readonly missingStepUp: (principal: Principal, params: Params) => StepUp | undefined;
  /** The policy in words, for people. */
  readonly text: string;
}

/**
 * Makes a policy ready. Everything that can be wrong with it is found here, and nothing is left to find per request.
 *
 * @throws PolicyError for an empty list, a wrong name, or a route parameter that the route lacks.
 */
export function compile(policy: Policy, route: RouteFacts): CompiledPolicy {
  const resolved = bindToPool(checkPolicy(policy, route), route.pools);
  const { clockTolerance = 0 } = route;
  const requirement = toRequirement(resolved, clockTolerance);
  const admits = (principal: Principal, params: Params) => requirement(principal, params) === true;
  return {
    policy: resolved,
    admits,
    missingScopes: (principal, params) => remedy(resolved, principal, params, clockTolerance) ?? [],
    missingStepUp: (principal, params) => {
      if (admits(principal, params)) return undefined;
      const holds = (part: Policy) => toRequirement(part, clockTolerance)(principal, params) === true;
      return waysToStepUp(resolved, holds).find((way) => admits(steppedUp(principal, way), params));
    },
    text: describe(resolved),
  };
}

function toRequirement(policy: Policy, clockTolerance: number): Requirement {
  const ready = (each: Policy) => toRequirement(each, clockTolerance);
  switch (policy.kind) {
    case 'group':
      return ({ groups }) => policy.names.some((name) => groups.includes(name));
    case 'scope':
      return ({ scopes }) => policy.names.some((name) => scopes.includes(name));
    case 'claim':
      return claimRequirement(policy.name, policy.requirement);
    case 'owner':
      return ownerRequirement(policy.param, policy.by);
    case 'machine':
      return ({ kind }) => kind === 'client';
    case 'pool':
      return (principal) => principal.pool === policy.name;
    case 'maxAge':
      return (principal) => isFresh(principal, policy.seconds, clockTolerance);
    case 'acr':
      return (principal) => isStrong(principal, policy.values);
    case 'anyOf':
      return combine(policy.policies.map(ready), true);
    case 'allOf':
      return combine(policy.policies.map(ready), false);
    case 'not':
      return negate(ready(policy.policy));
    case 'named':
      throw new Error(`the policy ${policy.name} was not resolved`);
  }
}

/** Kleene's "or" (`decisive` true) and "and" (`decisive` false): one decisive verdict decides, else an unknown. */
function combine(requirements: readonly Requirement[], decisive: boolean): Requirement {
  const [only] = requirements;
  if (only && requirements.length === 1) return only;
  return (principal, params) => {
    let verdict: Verdict = !decisive;
    for (const requirement of requirements) {
      const next = requirement(principal, params);
      if (next === decisive) return decisive;
      if (next === undefined) verdict = undefined;
    }
    return verdict;
  };
}

function negate(requirement: Requirement): Requirement {
  return (principal, params) => {
    const verdict = requirement(principal, params);
    return verdict === undefined ? undefined : !verdict;
  };
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

/** The scopes that would make the policy hold: none where it holds already, undefined where no scope can. */
function remedy(
  policy: Policy,
  principal: Principal,
  params: Params,
  clockTolerance: number,
): readonly string[] | undefined {
  if (toRequirement(policy, clockTolerance)(principal, params) === true) return [];
  const remedyOf = (each: Policy) => remedy(each, principal, params, clockTolerance);
  switch (policy.kind) {
    case 'scope':
      return policy.names;
    case 'anyOf': {
      const ways = policy.policies.flatMap((each) => remedyOf(each) ?? []);
      return ways.length > 0 ? [...new Set(ways)] : undefined;
    }
    case 'allOf': {
      const parts = policy.policies.map(remedyOf);
      return parts.includes(undefined) ? undefined : [...new Set(parts.flatMap((part) => part ?? []))];
    }
    default:
      return undefined;
  }
}
