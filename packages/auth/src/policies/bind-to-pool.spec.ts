import * as fc from 'fast-check';
import type { Principal } from '../principal.ts';
import { bindToPool } from './bind-to-pool.ts';
import { compile } from './compile.ts';
import { describe as words } from './describe.ts';
import { allOf, anyOf, group, machine, not, owner, pool, scope, type Policy } from './policy.ts';

const POOLS = ['customers', 'staff'];
const bound = (policy: Policy): string => words(bindToPool(policy, POOLS));

describe('bindToPool', () => {
  it.each<[Policy, string]>([
    [group('x'), 'user pool `customers` and group `x`'],
    [machine(), 'user pool `customers` and a machine (client credentials)'],
    [pool('staff'), 'user pool `staff`'],
    [allOf(pool('staff'), group('x')), 'user pool `staff` and group `x`'],
    [anyOf(pool('staff'), group('x')), 'user pool `staff` or (user pool `customers` and group `x`)'],
    [
      allOf(anyOf(pool('staff'), group('x')), scope('y')),
      '(user pool `staff` or (user pool `customers` and group `x`)) and scope `y`',
    ],
    [
      anyOf(allOf(pool('staff'), group('x')), pool('customers')),
      '(user pool `staff` and group `x`) or user pool `customers`',
    ],
    // A policy with a part that binds it to a pool is unchanged.
    [
      allOf(pool('staff'), anyOf(pool('customers'), group('x'))),
      'user pool `staff` and (user pool `customers` or group `x`)',
    ],
    [
      allOf(anyOf(pool('staff'), pool('customers')), anyOf(pool('staff'), group('x'))),
      '(user pool `staff` or user pool `customers`) and (user pool `staff` or group `x`)',
    ],
    [
      allOf(anyOf(allOf(pool('staff'), group('x')), group('z')), scope('y')),
      '((user pool `staff` and group `x`) or (user pool `customers` and group `z`)) and scope `y`',
    ],
    [not(pool('staff')), 'user pool `customers` and not (user pool `staff`)'],
    [
      allOf(not(pool('staff')), group('x')),
      'user pool `customers` and (not (user pool `staff`) and group `x`)',
    ],
  ])('binds %j to a pool', (policy, expected) => {
    expect(bound(policy)).toBe(expected);
  });

  it('does not change a policy if there is one pool', () => {
    for (const policy of [group('x'), anyOf(group('x'), owner('id'))]) {
      expect(bindToPool(policy, [])).toBe(policy);
      expect(bindToPool(policy)).toBe(policy);
    }
  });

  const { policy } = fc.letrec<{ policy: Policy }>((tie) => ({
    policy: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(group('x'), scope('y'), machine(), pool('staff'), pool('customers')),
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((all) => anyOf(...all)),
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((all) => allOf(...all)),
      tie('policy').map((one) => not(one)),
    ),
  }));
  const caller = (name: string, groups: readonly string[]): Principal => ({
    kind: 'user',
    sub: 'a',
    clientId: 'c',
    groups,
    scopes: ['y'],
    claims: {},
    pool: name,
  });
  const mentions = (name: string, one: Policy): boolean => JSON.stringify(one).includes(`"${name}"`);

  it('never admits a caller of another pool unless the policy names that pool', () => {
    fc.assert(
      fc.property(policy, (one) => {
        fc.pre(!mentions('staff', one));
        const compiled = compile(one, { params: new Set(), named: {}, pools: POOLS });
        for (const groups of [[], ['x']]) expect(compiled.admits(caller('staff', groups), {})).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('never admits more callers than the unbound policy', () => {
    const facts = { params: new Set<string>(), named: {} };
    fc.assert(
      fc.property(policy, fc.constantFrom(...POOLS), fc.constantFrom([], ['x']), (one, name, groups) => {
        const withPools = compile(one, { ...facts, pools: POOLS });
        if (withPools.admits(caller(name, groups), {})) expect(holds(one, caller(name, groups))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  /** Whether the policy holds, regardless of the pool. */
  function holds(one: Policy, principal: Principal): boolean {
    switch (one.kind) {
      case 'pool':
        return principal.pool === one.name;
      case 'group':
        return one.names.some((name) => principal.groups.includes(name));
      case 'scope':
        return one.names.some((name) => principal.scopes.includes(name));
      case 'anyOf':
        return one.policies.some((each) => holds(each, principal));
      case 'allOf':
        return one.policies.every((each) => holds(each, principal));
      case 'not':
        return !holds(one.policy, principal);
      default:
        return false;
    }
  }
});
