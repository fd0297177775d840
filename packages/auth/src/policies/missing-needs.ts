import type { Principal } from '../principal.ts';
import { explain } from './explain.ts';
import type { Leaf, Params } from './leaf.ts';
import type { Needs } from './needs.ts';
import type { Policy } from './policy.ts';
import { stepsFor, type Step } from './remedy-steps.ts';

/** Steps that are required together. */
type Way = readonly Step[];

/** Enough for realistic policies, and a limit for others. */
const MAX_WAYS = 64;

/**
 * What would admit a caller; undefined if nothing would, or if the caller is already admitted. Each way is
 * checked against the policy before it is returned.
 */
export function missingNeeds(
  policy: Policy,
  principal: Principal,
  params: Params,
  clockTolerance = 0,
): Needs | undefined {
  const holds = (part: Policy, who: Principal) =>
    explain(part, { principal: who, params, clockTolerance }).holds;
  const ways = waysTo(policy, true, {
    holds: (part) => holds(part, principal),
    steps: (leaf) => stepsFor(leaf, principal),
  });
  const tried = ways.filter((way) => holds(policy, taken(way, principal)) === true);
  return toNeeds(tried.filter((way) => !tried.some((other) => isPartOf(other, way))));
}

const taken = (way: Way, principal: Principal): Principal =>
  way.reduce((who, { take }) => take(who), principal);

interface Means {
  readonly holds: (part: Policy) => boolean | 'unknown';
  readonly steps: (leaf: Leaf) => readonly Step[];
}

/** The ways to make a policy hold, or not hold; an empty way if that is already so. */
function waysTo(policy: Policy, wanted: boolean, means: Means): readonly Way[] {
  if (means.holds(policy) === wanted) return [[]];
  switch (policy.kind) {
    case 'not':
      return waysTo(policy.policy, !wanted, means);
    case 'anyOf':
    case 'allOf': {
      const parts = policy.policies.map((part) => waysTo(part, wanted, means));
      return (policy.kind === 'anyOf') === wanted ? distinct(parts.flat()) : together(parts);
    }
    case 'named':
      return [];
    default:
      return wanted ? means.steps(policy).map((step) => [step]) : [];
  }
}

/** All combinations of one way from each part. */
const together = (parts: readonly (readonly Way[])[]): readonly Way[] =>
  parts.reduce<readonly Way[]>(
    (ways, next) =>
      distinct(ways.flatMap((one) => next.map((other) => merged(one, other)))).slice(0, MAX_WAYS),
    [[]],
  );

const merged = (one: Way, other: Way): Way => [
  ...one,
  ...other.filter(({ key }) => one.every((step) => step.key !== key)),
];

const distinct = (ways: readonly Way[]): readonly Way[] => [
  ...new Map(ways.map((way) => [JSON.stringify(keysOf(way).toSorted()), way])).values(),
];

const keysOf = (way: Way): readonly string[] => way.map(({ key }) => key);

const isPartOf = (one: Way, other: Way): boolean =>
  one.length < other.length && keysOf(one).every((key) => keysOf(other).includes(key));

/** Merges names of one kind that are each sufficient alone into one list, and likewise the values of one claim. */
function toNeeds(ways: readonly Way[]): Needs | undefined {
  const alone = ways.filter((way) => way.length === 1).flatMap((way) => way.map(({ needs }) => needs));
  const groups = alone.flatMap((needs) => ('groups' in needs ? needs.groups : []));
  const scopes = alone.flatMap((needs) => ('scopes' in needs ? needs.scopes : []));
  const acr = alone.flatMap((needs) => ('acr' in needs ? needs.acr : []));
  const several = ways
    .filter((way) => way.length > 1)
    .map((way) => ({ allOf: way.map(({ needs }) => needs) }));
  const all: Needs[] = [
    ...(groups.length > 0 ? [{ groups }] : []),
    ...(scopes.length > 0 ? [{ scopes }] : []),
    ...(acr.length > 0 ? [{ acr }] : []),
    ...alone.filter((needs) => 'maxAge' in needs),
    ...claimsOf(alone),
    ...several,
  ];
  return all.length > 1 ? { anyOf: all } : all[0];
}

function claimsOf(alone: readonly Needs[]): Needs[] {
  const values = new Map<string, unknown[]>();
  const others: Needs[] = [];
  for (const needs of alone) {
    if (!('claims' in needs)) continue;
    for (const [name, wanted] of Object.entries(needs.claims)) {
      if (Array.isArray(wanted)) values.set(name, [...(values.get(name) ?? []), ...(wanted as unknown[])]);
      else others.push(needs);
    }
  }
  return [...[...values].map(([name, list]) => ({ claims: { [name]: list } })), ...others];
}
