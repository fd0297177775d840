import type { Principal } from '../principal.ts';
import { isClaimTest } from './claim-tests.ts';
import { describe } from './describe.ts';
import { leafRequirement, type Leaf, type Params } from './leaf.ts';
import type { ClaimRequirement, Policy } from './policy.ts';

/** `'unknown'`: a predicate failed, or a fact about the caller is not known. */
export type Holds = boolean | 'unknown';

/**
 * The verdict of a policy on a caller, part by part. It contains names from the policy, and no other claim
 * values.
 */
export interface Explanation {
  readonly text: string;
  readonly holds: Holds;
  readonly children?: readonly Explanation[];
}

/** A fact about a caller that may be unknown. `claims`: those that the principal does not have. */
export type Fact = 'sub' | 'username' | 'groups' | 'scopes' | 'claims' | 'params';
export type Unknowns = ReadonlySet<Fact>;

/** The caller and the request that a policy is explained for. */
export interface Explained {
  readonly principal: Principal;
  readonly params: Params;
  readonly clockTolerance?: number;
  readonly unknowns?: Unknowns | undefined;
}

const EVERYTHING_KNOWN: Unknowns = new Set();

/** The verdict of the guard with its reasons. The root holds if and only if the guard admits the caller. */
export function explain(policy: Policy, about: Explained): Explanation {
  switch (policy.kind) {
    case 'anyOf':
      return ofParts('any of', policy.policies, true, about);
    case 'allOf':
      return ofParts('all of', policy.policies, false, about);
    case 'not': {
      const child = explain(policy.policy, about);
      return { text: 'not', holds: child.holds === 'unknown' ? 'unknown' : !child.holds, children: [child] };
    }
    case 'named':
      throw new Error(`the policy ${policy.name} was not resolved`);
    default:
      return explainLeaf(policy, about);
  }
}

/**
 * Kleene's "or" (`decisive` true) and "and" (`decisive` false): a decisive part determines the result, otherwise an
 * unknown one does.
 */
function ofParts(text: string, parts: readonly Policy[], decisive: boolean, about: Explained): Explanation {
  const children = parts.map((part) => explain(part, about));
  const [only] = children;
  return only && children.length === 1 ? only : combined(text, children, decisive);
}

function combined(text: string, children: readonly Explanation[], decisive: boolean): Explanation {
  const verdicts = children.map(({ holds }) => holds);
  if (verdicts.includes(decisive)) return { text, holds: decisive, children };
  return { text, holds: verdicts.includes('unknown') ? 'unknown' : !decisive, children };
}

/** An explanation together with further requirements, all of which must hold in addition to the policy. */
export const explainTogether = (parts: readonly [Explanation, ...Explanation[]]): Explanation =>
  parts.length === 1 ? parts[0] : combined('all of', parts, false);

function explainLeaf(leaf: Leaf, about: Explained): Explanation {
  const { principal, params, clockTolerance = 0, unknowns = EVERYTHING_KNOWN } = about;
  const missing = missingFact(leaf, principal, unknowns);
  const text = describe(leaf);
  if (missing !== undefined) return { text: `${text} (${NOT_KNOWN[missing]})`, holds: 'unknown' };
  const verdict = leafRequirement(leaf, clockTolerance)(principal, params);
  if (verdict === undefined) return { text: `${text} (the predicate failed)`, holds: 'unknown' };
  return { text, holds: verdict };
}

const NOT_KNOWN: Readonly<Record<Fact, string>> = {
  sub: 'the sub is not known',
  username: 'the username is not known',
  groups: 'the groups are not known',
  scopes: 'the scopes of the token are not known',
  claims: 'claims that a pre token generation trigger or the sign-in sets are not known',
  params: 'the parameter is not known',
};

/** The unknown fact that a leaf needs. For a machine, groups, username and sign-in are known to be absent. */
function missingFact(leaf: Leaf, principal: Principal, unknowns: Unknowns): Fact | undefined {
  const isPerson = principal.kind === 'user';
  const lacks = (fact: Fact, applies = true) => (applies && unknowns.has(fact) ? fact : undefined);
  const lacksClaim = (name: string) => lacks('claims', !Object.hasOwn(principal.claims, name));
  switch (leaf.kind) {
    case 'group':
      return lacks('groups', isPerson);
    case 'scope':
      return lacks('scopes');
    case 'claim':
      // A predicate may read any claim.
      return hasPredicate(leaf.requirement) ? lacks('claims') : lacksClaim(leaf.name);
    case 'owner':
      if (leaf.by === 'username' && !isPerson) return undefined;
      return lacks('params') ?? lacks(leaf.by);
    case 'maxAge':
      return isPerson ? lacksClaim('auth_time') : undefined;
    case 'acr':
      return isPerson ? lacksClaim('acr') : undefined;
  }
  return undefined;
}

/** Whether a requirement is decided by a function. */
export function hasPredicate(requirement: ClaimRequirement): boolean {
  if (typeof requirement === 'function') return true;
  return isClaimTest(requirement) && requirement.test === 'at' && hasPredicate(requirement.inner);
}
