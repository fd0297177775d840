import type { Principal } from '../principal.ts';
import { isClaimTest, type ClaimTest } from './claim-tests.ts';
import type { Leaf } from './leaf.ts';
import type { Needs } from './needs.ts';
import type { ClaimRequirement, ClaimValue } from './policy.ts';

/** One addition to a token. */
export interface Step {
  /** Steps with the same key are the same step. */
  readonly key: string;
  readonly needs: Needs;
  /** The caller after the addition. */
  readonly take: (principal: Principal) => Principal;
}

/** The steps that each make a leaf hold for a caller, limited to those that the caller can get. */
export function stepsFor(leaf: Leaf, { kind }: Principal): readonly Step[] {
  const isPerson = kind === 'user';
  switch (leaf.kind) {
    case 'group':
      return isPerson ? leaf.names.map(inGroup) : [];
    case 'scope':
      return leaf.names.map(withScope);
    case 'claim':
      return withClaim(leaf.name, leaf.requirement);
    case 'maxAge':
      return isPerson ? [signedInWithin(leaf.seconds)] : [];
    case 'acr':
      return isPerson ? leaf.values.map(signedInAs) : [];
    case 'owner':
    case 'machine':
    case 'pool':
      return [];
  }
}

const inGroup = (name: string): Step => ({
  key: `group ${name}`,
  needs: { groups: [name] },
  take: (principal) => ({ ...principal, groups: [...principal.groups, name] }),
});

const withScope = (name: string): Step => ({
  key: `scope ${name}`,
  needs: { scopes: [name] },
  take: (principal) => ({ ...principal, scopes: [...principal.scopes, name] }),
});

const signedInAs = (value: string): Step => ({
  key: `acr ${value}`,
  needs: { acr: [value] },
  take: (principal) => withClaims(principal, { acr: value }),
});

const signedInWithin = (seconds: number): Step => ({
  key: `maxAge ${seconds}`,
  needs: { maxAge: seconds },
  take: (principal) => withClaims(principal, { auth_time: Date.now() / 1000 }),
});

const withClaims = (principal: Principal, claims: Readonly<Record<string, unknown>>): Principal => ({
  ...principal,
  claims: { ...principal.claims, ...claims },
});

/** One step for each sufficient value. */
function withClaim(name: string, requirement: ClaimRequirement): readonly Step[] {
  return singles(requirement).map((single) => {
    const wanted = wantedOf(single);
    return {
      key: `claim ${JSON.stringify([name, wanted])}`,
      needs: { claims: { [name]: wanted } },
      take: (principal) => {
        const before = Object.hasOwn(principal.claims, name) ? principal.claims[name] : undefined;
        return withClaims(principal, { [name]: meeting(single, before) });
      },
    };
  });
}

/** A requirement that one value meets. */
type Single = Exclude<ClaimTest, { test: 'at' }> | { test: 'at'; path: readonly string[]; inner: Single };

/** A requirement as its alternatives; none for a predicate. */
function singles(requirement: ClaimRequirement): readonly Single[] {
  if (typeof requirement === 'function') return [];
  if (!isClaimTest(requirement))
    return [requirement].flat().map((value: ClaimValue) => ({ test: 'equals', value }));
  switch (requirement.test) {
    case 'equals':
      return [requirement];
    case 'contains':
      return requirement.values.map((value) => ({ test: 'contains', values: [value] }));
    case 'at':
      return singles(requirement.inner).map((inner) => ({ test: 'at', path: requirement.path, inner }));
  }
}

/** The required claim: a list of sufficient values, or `{ contains }`, or `{ at, is }`. */
function wantedOf(single: Single): unknown {
  switch (single.test) {
    case 'equals':
      return [single.value];
    case 'contains':
      return { contains: single.values };
    case 'at':
      return { at: single.path.join('.'), is: wantedOf(single.inner) };
  }
}

/** A value that meets a requirement and preserves as much of the previous value as possible. */
function meeting(single: Single, before: unknown): unknown {
  switch (single.test) {
    case 'equals':
      return single.value;
    case 'contains':
      return [...(Array.isArray(before) ? (before as unknown[]) : []), ...single.values];
    case 'at':
      return meetingAt(single.path, single.inner, before);
  }
}

function meetingAt(path: readonly string[], inner: Single, before: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return meeting(inner, before);
  const members =
    typeof before === 'object' && before !== null && !Array.isArray(before)
      ? (before as Record<string, unknown>)
      : {};
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  return { ...members, [name]: meetingAt(rest, inner, member) };
}
