import * as fc from 'fast-check';
import type { Principal } from '../principal.ts';
import { compile, type Params } from './compile.ts';
import { allOf, anyOf, claim, group, machine, named, not, owner, scope, type Policy } from './policy.ts';

const ROUTE = { params: new Set(['id', 'name']), named: { staff: group('staff') } };

const person = (members: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  sub: 'sub-1',
  username: 'alice',
  clientId: 'client',
  groups: [],
  scopes: [],
  claims: {},
  ...members,
});
const robot: Principal = {
  kind: 'client',
  sub: 'client',
  clientId: 'client',
  groups: [],
  scopes: [],
  claims: {},
};

const admits = (policy: Policy, principal: Principal, params: Params = {}): boolean =>
  compile(policy, ROUTE).admits(principal, params);
const scopesFor = (policy: Policy, principal: Principal, params: Params = {}): readonly string[] =>
  compile(policy, ROUTE).missingScopes(principal, params);

const throwing = claim('tenant', () => {
  throw new Error('a predicate that fails');
});
const truthy = claim('tenant', (() => 'yes') as unknown as () => boolean);
const undefinedOf = claim('tenant', (() => undefined) as unknown as () => boolean);
const later = claim('tenant', (() => Promise.resolve(true)) as unknown as () => boolean);

describe('a compiled policy', () => {
  it.each<[string, Policy, Principal, Params, boolean]>([
    ['a group', group('a', 'b'), person({ groups: ['b'] }), {}, true],
    ['any of several scopes', scope('x', 'y'), person({ scopes: ['y'] }), {}, true],
    ['a group in capitals', group('a'), person({ groups: ['A', ' a', 'aa'] }), {}, false],
    ['a scope', scope('x/y'), person({ scopes: ['x/y'] }), {}, true],
    ['a prefix of a scope', scope('x/y'), person({ scopes: ['x', 'x/', 'x/yz'] }), {}, false],
    ['a group instead of a scope', scope('a'), person({ groups: ['a'] }), {}, false],
    ['a claim of zero', claim('n', 0), person({ claims: { n: 0 } }), {}, true],
    ['a claim of false', claim('n', false), person({ claims: { n: 0 } }), {}, false],
    ['a claim of another type', claim('n', '1'), person({ claims: { n: 1 } }), {}, false],
    ['a missing claim', claim('n', () => true), person(), {}, false],
    ['a claim named like a member of every object', claim('toString', () => true), person(), {}, false],
    ['the sub', owner('id'), person(), { id: 'sub-1' }, true],
    ['the sub in another parameter', owner('id'), person(), { name: 'sub-1' }, false],
    ['the username', owner('id', { by: 'username' }), person(), { id: 'alice' }, true],
    ['the username instead of the sub', owner('id'), person(), { id: 'alice' }, false],
    ['a machine without a username', owner('id', { by: 'username' }), robot, {}, false],
    [
      'a parameter named like a member of every object',
      owner('id'),
      person({ sub: 'x' }),
      Object.create({ id: 'x' }) as Params,
      false,
    ],
    ['a machine', machine(), robot, {}, true],
    ['a person instead of a machine', machine(), person(), {}, false],
    ['a name', named('staff'), person({ groups: ['staff'] }), {}, true],
  ])('decides on %s', (_, policy, principal, params, expected) => {
    expect(admits(policy, principal, params)).toBe(expected);
  });

  it.each([
    ['throws', throwing],
    ['returns a text', truthy],
    ['returns nothing', undefinedOf],
    ['returns a promise', later],
  ])('refuses if its predicate %s, and so does its negation', (_, unknown) => {
    const caller = person({ groups: ['a'], claims: { tenant: 't' } });
    for (const policy of [
      unknown,
      not(unknown),
      not(not(unknown)),
      allOf(group('a'), unknown),
      not(anyOf(unknown)),
    ]) {
      expect(admits(policy, caller)).toBe(false);
    }
    // Another alternative still decides.
    expect(admits(anyOf(unknown, group('a')), caller)).toBe(true);
    expect(admits(not(allOf(unknown, group('b'))), caller)).toBe(true);
  });

  it.each<[string, Policy, Principal, readonly string[]]>([
    ['the scope of the policy', scope('x', 'y'), person(), ['x', 'y']],
    ['none if the caller is admitted', scope('x'), person({ scopes: ['x'] }), []],
    ['none for a group', group('a'), person(), []],
    ['only those that are missing', allOf(scope('x'), scope('y')), person({ scopes: ['x'] }), ['y']],
    ['each once', allOf(scope('x'), anyOf(scope('x'), scope('y'))), person(), ['x', 'y']],
    ['none if a group is missing too', allOf(scope('x'), group('a')), person(), []],
    [
      'those of the alternative that a scope opens',
      anyOf(group('a'), allOf(machine(), scope('x'))),
      robot,
      ['x'],
    ],
    [
      'none if no alternative opens by a scope',
      anyOf(group('a'), allOf(machine(), scope('x'))),
      person(),
      [],
    ],
    ['none if a scope must be absent', not(scope('x')), person({ scopes: ['x'] }), []],
  ])('lists the missing scopes: %s', (_, policy, principal, expected) => {
    expect(scopesFor(policy, principal)).toEqual(expected);
  });
});

describe('the algebra of policies', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
  const leaf: fc.Arbitrary<Policy> = fc.oneof(
    names.map((list) => group(...list)),
    names.map((list) => scope(...list)),
    fc.constantFrom(
      claim('tenant', 't'),
      claim('tenant', ['t', 'u']),
      claim('tenant', (value) => value === 'u'),
      claim('toString', () => true),
      owner('id'),
      owner('name', { by: 'username' }),
      machine(),
      named('staff'),
    ),
  );
  const unknown = fc.constantFrom(throwing, truthy, undefinedOf, later);
  const trees = (leaves: fc.Arbitrary<Policy>): fc.Arbitrary<Policy> =>
    fc.letrec<{ policy: Policy }>((tie) => ({
      policy: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaves,
        fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => anyOf(...list)),
        fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => allOf(...list)),
        tie('policy').map((inner) => ({ kind: 'not', policy: inner }) as const),
      ),
    })).policy;
  /** Policies whose leaves include unknown predicates. */
  const policy = trees(fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: unknown }));
  const some = (...values: string[]) => fc.subarray(values);
  const caller: fc.Arbitrary<Principal> = fc.oneof(
    fc
      .record({
        groups: some('a', 'b', 'c', 'staff'),
        scopes: some('a', 'b', 'c'),
        claims: fc.constantFrom({}, { tenant: 't' }, { tenant: 'u' }, { tenant: 1 }),
      })
      .map(person),
    some('a', 'b', 'c').map((scopes) => ({ ...robot, scopes })),
  );
  const params = fc.record({
    id: fc.constantFrom('sub-1', 'alice', 'client'),
    name: fc.constantFrom('alice', 'sub-1', 'undefined'),
  });
  const holds = (law: (p: Policy, q: Policy, who: Principal, at: Params) => boolean) =>
    fc.assert(fc.property(policy, policy, caller, params, law), { numRuns: 2000 });

  it('never admits more callers with an additional requirement', () => {
    holds((p, q, who, at) => !admits(allOf(p, q), who, at) || (admits(p, who, at) && admits(q, who, at)));
  });

  it('never admits fewer callers with an additional alternative', () => {
    holds((p, q, who, at) => !admits(p, who, at) || admits(anyOf(p, q), who, at));
  });

  it('evaluates a list exactly from its parts', () => {
    holds((p, q, who, at) => admits(allOf(p, q), who, at) === (admits(p, who, at) && admits(q, who, at)));
    holds((p, q, who, at) => admits(anyOf(p, q), who, at) === (admits(p, who, at) || admits(q, who, at)));
  });

  it('does not depend on the order of the parts', () => {
    holds((p, q, who, at) => admits(allOf(p, q), who, at) === admits(allOf(q, p), who, at));
    holds((p, q, who, at) => admits(anyOf(p, q), who, at) === admits(anyOf(q, p), who, at));
    holds((p, q, who, at) => admits(not(anyOf(p, q)), who, at) === admits(not(anyOf(q, p)), who, at));
  });

  it('treats not(not(p)) as p', () => {
    holds((p, _q, who, at) => admits(not(not(p)), who, at) === admits(p, who, at));
    const twice = (p: Policy): Policy => ({ kind: 'not', policy: { kind: 'not', policy: p } });
    holds((p, _q, who, at) => admits(twice(p), who, at) === admits(p, who, at));
  });

  it('obeys De Morgan’s laws', () => {
    holds((p, q, who, at) => admits(not(anyOf(p, q)), who, at) === admits(allOf(not(p), not(q)), who, at));
    holds((p, q, who, at) => admits(not(allOf(p, q)), who, at) === admits(anyOf(not(p), not(q)), who, at));
  });

  it('admits by exactly one of p and not(p) if all parts are known, and never by both', () => {
    holds((p, _q, who, at) => !(admits(p, who, at) && admits(not(p), who, at)));
    fc.assert(
      fc.property(
        trees(leaf),
        caller,
        params,
        (p, who, at) => admits(p, who, at) !== admits(not(p), who, at),
      ),
    );
  });

  it('admits with an unknown predicate only if both outcomes would admit', () => {
    const answers = (answer: boolean): Policy => claim('tenant', () => answer);
    const replaced = (p: Policy, answer: boolean): Policy => {
      if (p.kind === 'anyOf' || p.kind === 'allOf')
        return { ...p, policies: p.policies.map((each) => replaced(each, answer)) };
      if (p.kind === 'not') return { ...p, policy: replaced(p.policy, answer) };
      return [throwing, truthy, undefinedOf, later].includes(p) ? answers(answer) : p;
    };
    holds(
      (p, _q, who, at) =>
        !admits(p, who, at) || (admits(replaced(p, true), who, at) && admits(replaced(p, false), who, at)),
    );
  });

  it('names scopes that, all together, admit the caller', () => {
    // Without `not`, under which an additional scope may refuse the caller.
    const growing = fc.letrec<{ policy: Policy }>((tie) => ({
      policy: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => anyOf(...list)),
        fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => allOf(...list)),
      ),
    })).policy;
    fc.assert(
      fc.property(growing, caller, params, (p, who, at) => {
        const missing = scopesFor(p, who, at);
        if (admits(p, who, at)) expect(missing).toEqual([]);
        const all = { ...who, scopes: [...who.scopes, ...missing] };
        if (missing.length > 0) expect(admits(p, all, at)).toBe(true);
        else if (!admits(p, who, at)) expect(admits(p, { ...who, scopes: ['a', 'b', 'c'] }, at)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, for any policy and caller', () => {
    holds((p, _q, who, at) => {
      const compiled = compile(p, ROUTE);
      return (
        typeof compiled.admits(who, at) === 'boolean' &&
        Array.isArray(compiled.missingScopes(who, at)) &&
        compiled.text !== ''
      );
    });
  });
});
