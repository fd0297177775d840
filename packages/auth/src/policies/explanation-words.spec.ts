import type { Principal } from '../principal.ts';
import { at, contains, equals } from './claim-tests.ts';
import { describe as inWords } from './describe.ts';
import { explain, explainTogether, hasPredicate, type Explanation, type Fact } from './explain.ts';
import {
  acr,
  allOf,
  anyOf,
  claim,
  group,
  machine,
  maxAge,
  named,
  not,
  owner,
  pool,
  scope,
  type ClaimRequirement,
  type Policy,
} from './policy.ts';

const FACT_NAMES: readonly Fact[] = ['sub', 'username', 'groups', 'scopes', 'claims', 'params'];

describe('the words of an explanation', () => {
  const alice: Principal = {
    kind: 'user',
    sub: 'sub-1',
    username: 'alice',
    clientId: 'client',
    groups: ['a'],
    scopes: ['x'],
    claims: { tenant: 'north', auth_time: Date.now() / 1000, acr: 'gold' },
    pool: 'staff',
  };
  const robot: Principal = { kind: 'client', sub: 'c', clientId: 'c', groups: [], scopes: [], claims: {} };
  const failing = (): boolean => {
    throw new Error('a predicate that fails');
  };
  const CLAIMS = 'claims that a pre token generation trigger or the sign-in sets are not known';
  const all = new Set(FACT_NAMES);
  const told = (policy: Policy, principal: Principal, unknowns?: ReadonlySet<Fact>) =>
    explain(policy, { principal, params: { id: 'sub-1' }, unknowns });

  it.each<[Policy, Explanation]>([
    [group('a'), { text: 'group `a`', holds: true }],
    [pool('staff'), { text: 'user pool `staff`', holds: true }],
    [pool('other'), { text: 'user pool `other`', holds: false }],
    [owner('id'), { text: "the parameter `id` being the caller's own sub", holds: true }],
    [
      claim('tenant', failing),
      { text: 'claim `tenant` satisfying a predicate (the predicate failed)', holds: 'unknown' },
    ],
    [allOf(group('a')), { text: 'group `a`', holds: true }],
    [
      anyOf(group('b'), group('a')),
      {
        text: 'any of',
        holds: true,
        children: [
          { text: 'group `b`', holds: false },
          { text: 'group `a`', holds: true },
        ],
      },
    ],
    [not(group('a')), { text: 'not', holds: false, children: [{ text: 'group `a`', holds: true }] }],
  ])('explain %j', (policy, explanation) => {
    expect(told(policy, alice)).toEqual(explanation);
  });

  it.each<[Policy, string]>([
    [group('a'), 'the groups are not known'],
    [scope('x'), 'the scopes of the token are not known'],
    [owner('id'), 'the parameter is not known'],
    [claim('other', 'y'), CLAIMS],
    [claim('tenant', () => true), CLAIMS],
    [at('tenant.id', () => true), CLAIMS],
  ])('name the unknown fact for %j', (policy, text) => {
    expect(told(policy, alice, all)).toEqual({ text: `${inWords(policy)} (${text})`, holds: 'unknown' });
  });

  it('name sub or username as unknown for an owner', () => {
    const name = owner('id', { by: 'username' });
    expect(told(owner('id'), alice, new Set<Fact>(['sub'])).text).toContain('(the sub is not known)');
    expect(told(name, alice, new Set<Fact>(['username'])).text).toContain('(the username is not known)');
    expect(told(name, alice, new Set<Fact>(['sub'])).holds).toBe(false);
  });

  it('treat claims of the principal as known, and absent claims of the sign-in as unknown', () => {
    const fresh = { ...alice, claims: {} };
    for (const policy of [claim('tenant', 'north'), at('tenant', 'north'), maxAge(60), acr('gold')])
      expect([told(policy, alice, all).holds, told(policy, fresh, all).holds]).toEqual([true, 'unknown']);
  });

  it('need auth_time for maxAge(), and acr for acr()', () => {
    const known = (claims: Record<string, unknown>) => {
      const someone = { ...alice, claims };
      return [maxAge(60), acr('gold')].map((policy) => told(policy, someone, all).holds);
    };
    expect(known({ auth_time: Date.now() / 1000 })).toEqual([true, 'unknown']);
    expect(known({ acr: 'gold' })).toEqual(['unknown', true]);
  });

  it('treat groups, username and sign-in of a machine as known to be absent', () => {
    const policies = [group('a'), maxAge(60), acr('gold'), owner('id', { by: 'username' }), pool('staff')];
    expect(policies.map((policy) => told(policy, robot, all).holds)).toEqual(policies.map(() => false));
    expect(told(machine(), robot, all)).toEqual({ text: 'a machine (client credentials)', holds: true });
  });

  it('cannot be made for an unresolved named()', () => {
    expect(() => told(named('staff'), alice)).toThrow('the policy staff was not resolved');
  });

  it('include further requirements of the route', () => {
    const [one, other] = [told(group('a'), alice), told(group('b'), alice)];
    expect(explainTogether([one])).toBe(one);
    expect(explainTogether([one, other])).toEqual({ text: 'all of', holds: false, children: [one, other] });
    expect(explainTogether([one, one])).toEqual({ text: 'all of', holds: true, children: [one, one] });
  });
});

describe('hasPredicate', () => {
  it.each<[ClaimRequirement, boolean]>([
    [() => true, true],
    ['north', false],
    [['north'], false],
    [contains('north'), false],
    [equals({ id: 1 }), false],
    [at('id', 'north'), false],
    [at('id', () => true), true],
    [
      at(
        'id',
        at('name', () => true),
      ),
      true,
    ],
  ])('finds a predicate in %p: %p', (requirement, is) => {
    expect(hasPredicate(requirement)).toBe(is);
  });
});
