import * as fc from 'fast-check';
import { compile, ownAccess, type Explanation, type Fact, type Needs, type Principal } from 'lifeguard-auth';
import { anyPolicy, caller, FACTS, params, plainPolicy } from '../../test/random-policy.ts';

const RUNS = { numRuns: 10_000 };
const FACT_NAMES: readonly Fact[] = ['sub', 'username', 'groups', 'scopes', 'claims', 'params'];

describe('explain', () => {
  it('holds if and only if the guard admits the caller', () => {
    fc.assert(
      fc.property(anyPolicy, caller, params, (policy, principal, at) => {
        const compiled = compile(policy, FACTS);
        expect(compiled.explain(principal, at).holds === true).toBe(compiled.admits(principal, at));
      }),
      RUNS,
    );
  });

  it('derives the verdict of every node from its children', () => {
    const follows = ({ text, holds, children }: Explanation): boolean => {
      if (children === undefined) return true;
      const parts = children.map((child) => child.holds);
      const negated = parts[0] === 'unknown' ? 'unknown' : !parts[0];
      const either = parts.includes(true) || (parts.includes('unknown') ? 'unknown' : false);
      const every = !parts.includes(false) && (parts.includes('unknown') ? 'unknown' : true);
      const expected = { not: negated, 'any of': either, 'all of': every }[text];
      return expected === holds && children.every(follows);
    };
    fc.assert(
      fc.property(anyPolicy, caller, params, (policy, principal, at) =>
        follows(compile(policy, FACTS).explain(principal, at)),
      ),
      { numRuns: 3_000 },
    );
  });

  it('states nothing that depends on unknown facts about the caller', () => {
    fc.assert(
      fc.property(anyPolicy, caller, caller, params, params, fc.subarray([...FACT_NAMES]), (...given) => {
        const [policy, one, other, at, there, facts] = given;
        const unknowns = new Set(facts);
        const compiled = compile(policy, FACTS);
        const told = compiled.explain(knownPartOf(one, unknowns), unknowns.has('params') ? {} : at, unknowns);
        if (told.holds === 'unknown') return;
        // For any values of the unknown facts, the guard decides the same; a failed predicate is a refusal.
        const actual = withUnknownsOf(one, other, unknowns);
        const admitted = compiled.admits(actual, unknowns.has('params') ? there : at);
        expect(admitted).toBe(told.holds);
      }),
      RUNS,
    );
  });

  it('contains no claim value that is not in the policy', () => {
    fc.assert(
      fc.property(anyPolicy, caller, params, (policy, principal, at) => {
        const secret = { ...principal.claims, tenant: 'secret-tenant', acr: 'secret-acr' };
        const text = JSON.stringify(compile(policy, FACTS).explain({ ...principal, claims: secret }, at));
        expect(text).not.toContain('secret');
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The caller without the unknown facts. */
function knownPartOf(principal: Principal, unknowns: ReadonlySet<Fact>): Principal {
  const { username, ...others } = principal;
  return {
    ...others,
    ...(username !== undefined && !unknowns.has('username') && { username }),
    ...(unknowns.has('sub') && { sub: '' }),
    ...(unknowns.has('groups') && { groups: [] }),
    ...(unknowns.has('scopes') && { scopes: [] }),
    ...(unknowns.has('claims') && { claims: {} }),
  };
}

/** The first caller, with the unknown facts of the second. */
function withUnknownsOf(one: Principal, other: Principal, unknowns: ReadonlySet<Fact>): Principal {
  return {
    ...one,
    ...(unknowns.has('sub') && { sub: other.sub }),
    ...(unknowns.has('username') && one.kind === 'user' && { username: other.username ?? 'bob' }),
    ...(unknowns.has('groups') && one.kind === 'user' && { groups: other.groups }),
    ...(unknowns.has('scopes') && { scopes: other.scopes }),
    ...(unknowns.has('claims') && { claims: other.claims }),
  };
}

describe('missingNeeds', () => {
  it('returns ways that each admit the caller', () => {
    let named = 0;
    fc.assert(
      fc.property(anyPolicy, caller, params, (policy, principal, at) => {
        const compiled = compile(policy, FACTS);
        const needs = compiled.missingNeeds(principal, at);
        if (needs === undefined) return;
        named += 1;
        expect(compiled.admits(principal, at)).toBe(false);
        for (const way of waysOf(needs)) {
          const changed = way.reduce(fulfilled, principal);
          expect([needs, changed, compiled.admits(changed, at)]).toEqual([needs, changed, true]);
        }
      }),
      RUNS,
    );
    expect(named).toBeGreaterThan(20);
  });

  it('returns needs for a person whom one more group or scope would admit', () => {
    fc.assert(
      fc.property(plainPolicy, caller, params, fc.constantFrom('a', 'b', 'c'), (policy, one, at, name) => {
        const compiled = compile(policy, FACTS);
        if (compiled.admits(one, at)) return;
        const more =
          one.kind === 'user'
            ? { ...one, groups: [...one.groups, name] }
            : { ...one, scopes: [...one.scopes, name] };
        if (compiled.admits(more, at)) expect(compiled.missingNeeds(one, at)).toBeDefined();
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('ownAccess', () => {
  it('allows or refuses only if the guard decides so for all parameters', () => {
    fc.assert(
      fc.property(anyPolicy, caller, params, (policy, principal, at) => {
        const compiled = compile(policy, FACTS);
        const { allowed } = ownAccess(compiled, principal);
        if (allowed !== 'depends') expect(compiled.admits(principal, at)).toBe(allowed);
      }),
      RUNS,
    );
  });
});

/** A single requirement. */
type Single = Exclude<Needs, { anyOf: unknown } | { allOf: unknown }>;

/**
 * The alternative ways in `needs`, each a list of requirements to meet together; one way for each name of a
 * list.
 */
function waysOf(needs: Needs): Single[][] {
  if ('anyOf' in needs) return needs.anyOf.flatMap(waysOf);
  if ('allOf' in needs)
    return needs.allOf.reduce<Single[][]>(
      (ways, each) => ways.flatMap((way) => waysOf(each).map((next) => [...way, ...next])),
      [[]],
    );
  if ('groups' in needs) return needs.groups.map((name) => [{ groups: [name] }]);
  if ('scopes' in needs) return needs.scopes.map((name) => [{ scopes: [name] }]);
  if ('acr' in needs) return needs.acr.map((name) => [{ acr: [name] }]);
  if ('maxAge' in needs) return [[needs]];
  return Object.entries(needs.claims).flatMap(([name, wanted]) =>
    (Array.isArray(wanted) ? wanted.map((value: unknown) => [value]) : [wanted]).map((one) => [
      { claims: { [name]: one } },
    ]),
  );
}

function fulfilled(principal: Principal, need: Single): Principal {
  const withClaims = (more: object) => ({ ...principal, claims: { ...principal.claims, ...more } });
  if ('groups' in need) return { ...principal, groups: [...principal.groups, ...need.groups] };
  if ('scopes' in need) return { ...principal, scopes: [...principal.scopes, ...need.scopes] };
  if ('acr' in need) return withClaims({ acr: need.acr[0] });
  if ('maxAge' in need) return withClaims({ auth_time: Math.floor(Date.now() / 1000) });
  const [[name, wanted] = ['', undefined]] = Object.entries(need.claims);
  return withClaims({ [name]: valueFor(wanted, principal.claims[name]) });
}

function valueFor(wanted: unknown, before: unknown): unknown {
  if (Array.isArray(wanted)) return wanted[0];
  const { contains: values, at, is } = wanted as { contains?: unknown[]; at?: string; is?: unknown };
  if (values) return [...(Array.isArray(before) ? (before as unknown[]) : []), ...values];
  const members =
    Object(before) === before && !Array.isArray(before) ? (before as Record<string, unknown>) : {};
  return { ...members, [String(at)]: valueFor(is, members[String(at)]) };
}
