import type { Principal } from '../principal.ts';
import { bindToPool } from './bind-to-pool.ts';
import { checkPolicy, type RouteFacts } from './check.ts';
import { describe } from './describe.ts';
import { explain, type Explanation, type Unknowns } from './explain.ts';
import { leafRequirement, type Params, type Requirement, type Verdict } from './leaf.ts';
import { missingNeeds } from './missing-needs.ts';
import type { Needs } from './needs.ts';
import type { Policy } from './policy.ts';
import { steppedUp, waysToStepUp, type StepUp } from './step-up.ts';

export type { Params } from './leaf.ts';

/** A policy compiled at startup. */
export interface CompiledPolicy {
  /** The policy with its names resolved. */
  readonly policy: Policy;
  /** Whether the caller is admitted. Never throws. */
  readonly admits: (principal: Principal, params: Params) => boolean;
  /** For a refused caller: the scopes that would have admitted it; empty if no scope would. */
  readonly missingScopes: (principal: Principal, params: Params) => readonly string[];
  /** For a refused caller: the sign-in that alone would have admitted it; undefined if none would. */
  readonly missingStepUp: (principal: Principal, params: Params) => StepUp | undefined;
  /**
   * Why the caller is admitted or not: the verdict of each part of the policy.
   *
   * @param unknowns unknown facts about the caller; a part that needs one holds `'unknown'`
   */
  readonly explain: (principal: Principal, params: Params, unknowns?: Unknowns) => Explanation;
  /** For a refused caller: what its token lacks; undefined if nothing would be enough. */
  readonly missingNeeds: (principal: Principal, params: Params) => Needs | undefined;
  /** The policy in words, for people. */
  readonly text: string;
}

/**
 * Compiles a policy. Every fault is found here, so that none can occur in a request.
 *
 * @throws PolicyError for an empty list, an invalid name, or a parameter that the route lacks.
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
    explain: (principal, params, unknowns) => {
      return explain(resolved, { principal, params, clockTolerance, unknowns });
    },
    missingNeeds: (principal, params) => missingNeeds(resolved, principal, params, clockTolerance),
    text: describe(resolved),
  };
}

function toRequirement(policy: Policy, clockTolerance: number): Requirement {
  const ready = (each: Policy) => toRequirement(each, clockTolerance);
  switch (policy.kind) {
    case 'anyOf':
      return combine(policy.policies.map(ready), true);
    case 'allOf':
      return combine(policy.policies.map(ready), false);
    case 'not':
      return negate(ready(policy.policy));
    case 'named':
      throw new Error(`the policy ${policy.name} was not resolved`);
    default:
      return leafRequirement(policy, clockTolerance);
  }
}

/**
 * Kleene's "or" (`decisive` true) and "and" (`decisive` false): a decisive verdict determines the result, otherwise
 * an unknown one does.
 */
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

/** The scopes that would make the policy hold: empty if it already holds, undefined if no scope can. */
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
      return parts.every((part) => part !== undefined) ? [...new Set(parts.flat())] : undefined;
    }
  }
  return undefined;
}
