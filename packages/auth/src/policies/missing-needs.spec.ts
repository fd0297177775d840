import type { Principal } from '../principal.ts';
import { at, contains, containsAny, equals } from './claim-tests.ts';
import { missingNeeds } from './missing-needs.ts';
import type { Needs } from './needs.ts';
import {
  acr,
  allOf,
  anyOf,
  claim,
  group,
  machine,
  maxAge,
  not,
  owner,
  pool,
  scope,
  type Policy,
} from './policy.ts';

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
const robot: Principal = { kind: 'client', sub: 'c', clientId: 'c', groups: [], scopes: [], claims: {} };
const failing = (): boolean => {
  throw new Error('a predicate that fails');
};

describe('missingNeeds of a person without any rights', () => {
  it.each<[Policy, Needs | undefined]>([
    [group('a', 'b'), { groups: ['a', 'b'] }],
    [scope('x', 'y'), { scopes: ['x', 'y'] }],
    [maxAge(60), { maxAge: 60 }],
    [acr('gold', 'silver'), { acr: ['gold', 'silver'] }],
    [claim('tenant', 'north'), { claims: { tenant: ['north'] } }],
    [claim('tenant', ['north', 'south']), { claims: { tenant: ['north', 'south'] } }],
    [claim('tenant', equals({ id: 1 })), { claims: { tenant: [{ id: 1 }] } }],
    [claim('roles', contains('a')), { claims: { roles: { contains: ['a'] } } }],
    [
      claim('roles', containsAny('a', 'b')),
      { anyOf: [{ claims: { roles: { contains: ['a'] } } }, { claims: { roles: { contains: ['b'] } } }] },
    ],
    [at('tenant.id', 'north'), { claims: { tenant: { at: 'id', is: ['north'] } } }],
    [
      at('tenant.place.id', contains('x')),
      { claims: { tenant: { at: 'place.id', is: { contains: ['x'] } } } },
    ],
    [claim('tenant', () => true), undefined],
    [at('tenant.id', () => true), undefined],
    [machine(), undefined],
    [owner('id'), undefined],
    [pool('staff'), undefined],
    [not(scope('x')), undefined],
  ])('for %j are %j', (policy, needs) => {
    expect(missingNeeds(policy, person(), {})).toEqual(needs);
  });

  it.each<[Policy, Needs | undefined]>([
    [anyOf(group('a'), scope('x')), { anyOf: [{ groups: ['a'] }, { scopes: ['x'] }] }],
    [anyOf(group('a'), group('b')), { groups: ['a', 'b'] }],
    [anyOf(group('a'), group('a')), { groups: ['a'] }],
    [anyOf(acr('gold'), acr('silver')), { acr: ['gold', 'silver'] }],
    [anyOf(maxAge(60), maxAge(300)), { anyOf: [{ maxAge: 60 }, { maxAge: 300 }] }],
    [anyOf(maxAge(60), acr('gold')), { anyOf: [{ acr: ['gold'] }, { maxAge: 60 }] }],
    [anyOf(claim('a', 1), claim('a', 2)), { claims: { a: [1, 2] } }],
    [anyOf(claim('a', 1), claim('b', 2)), { anyOf: [{ claims: { a: [1] } }, { claims: { b: [2] } }] }],
    [
      anyOf(scope('x'), claim('a', 1), claim('b', contains(2))),
      { anyOf: [{ scopes: ['x'] }, { claims: { a: [1] } }, { claims: { b: { contains: [2] } } }] },
    ],
    [allOf(group('a'), scope('x')), { allOf: [{ groups: ['a'] }, { scopes: ['x'] }] }],
    [allOf(group('a'), group('b')), { allOf: [{ groups: ['a'] }, { groups: ['b'] }] }],
    [allOf(group('a'), group('a')), { groups: ['a'] }],
    [allOf(claim('a', 1), claim('b', 2)), { allOf: [{ claims: { a: [1] } }, { claims: { b: [2] } }] }],
    [allOf(maxAge(60), acr('gold')), { allOf: [{ maxAge: 60 }, { acr: ['gold'] }] }],
    // A way that contains another one is omitted.
    [anyOf(group('a'), allOf(group('a'), scope('x'))), { groups: ['a'] }],
    [
      anyOf(allOf(group('a'), scope('x')), allOf(group('a'), scope('y'), scope('z'))),
      {
        anyOf: [
          { allOf: [{ groups: ['a'] }, { scopes: ['x'] }] },
          { allOf: [{ groups: ['a'] }, { scopes: ['y'] }, { scopes: ['z'] }] },
        ],
      },
    ],
    [
      allOf(anyOf(group('a'), scope('x')), anyOf(group('a'), scope('y'))),
      { anyOf: [{ groups: ['a'] }, { allOf: [{ scopes: ['x'] }, { scopes: ['y'] }] }] },
    ],
    // The same by De Morgan's laws.
    [not(anyOf(not(scope('x')), not(group('a')))), { allOf: [{ scopes: ['x'] }, { groups: ['a'] }] }],
    // An impossible requirement excludes only its own way.
    [anyOf(claim('sub', failing), group('a')), { groups: ['a'] }],
    [allOf(claim('sub', failing), group('a')), undefined],
    [allOf(machine(), group('a')), undefined],
    [anyOf(machine(), group('a')), { groups: ['a'] }],
    [allOf(claim('tenant', 'north'), claim('tenant', 'south')), undefined],
  ])('for %j are %j', (policy, needs) => {
    expect(missingNeeds(policy, person({ claims: { sub: 'sub-1' } }), {})).toEqual(needs);
  });
});

describe('missingNeeds', () => {
  it('are undefined for an admitted caller', () => {
    expect(missingNeeds(group('a'), person({ groups: ['a'] }), {})).toBeUndefined();
  });

  it('contain only what the caller lacks', () => {
    const both = allOf(group('a'), scope('x'));
    expect(missingNeeds(both, person({ groups: ['a'] }), {})).toEqual({ scopes: ['x'] });
    const either = not(allOf(group('a'), not(scope('x'))));
    expect(missingNeeds(either, person({ groups: ['a'] }), {})).toEqual({ scopes: ['x'] });
  });

  it('keep the items of a list', () => {
    const policy = allOf(claim('roles', contains('a')), claim('roles', contains('b')));
    const needs = { claims: { roles: { contains: ['b'] } } };
    expect(missingNeeds(policy, person({ claims: { roles: ['a'] } }), {})).toEqual(needs);
  });

  it.each([[null], ['text'], [['x']], [{ id: 2 }], [undefined]])(
    'replace %j by an object with the member',
    (tenant) => {
      const needs = { claims: { tenant: { at: 'id', is: ['1'] } } };
      expect(missingNeeds(at('tenant.id', '1'), person({ claims: { tenant } }), {})).toEqual(needs);
    },
  );

  it('keep the other members of an object at every depth', () => {
    const policy = allOf(at('tenant.place.id', '1'), at('tenant.place.name', 'n'), at('tenant.tier', 'gold'));
    const claims = { tenant: { tier: 'gold', place: { id: '1' } } };
    const needs = { claims: { tenant: { at: 'place.name', is: ['n'] } } };
    expect(missingNeeds(policy, person({ claims }), {})).toEqual(needs);
  });

  it('contain nothing for a machine that only a person can have', () => {
    const ask = (policy: Policy) => missingNeeds(policy, robot, {});
    expect([group('a'), maxAge(60), acr('gold')].map(ask)).toEqual([undefined, undefined, undefined]);
    expect(ask(anyOf(group('a'), acr('x'), maxAge(1), scope('x')))).toEqual({ scopes: ['x'] });
    expect(ask(claim('tenant', 'north'))).toEqual({ claims: { tenant: ['north'] } });
  });

  it('contain at most 64 ways', () => {
    const each = Array.from({ length: 7 }, (_, index) => anyOf(scope(`a${index}`), scope(`b${index}`)));
    const needs = missingNeeds(allOf(...each), person(), {});
    expect(needs && 'anyOf' in needs && needs.anyOf).toHaveLength(64);
  });
});
