import { at, contains, containsAny, equals } from '../claim-tests.ts';
import { compile } from '../compile.ts';
import {
  acr,
  allOf,
  anyOf,
  claim,
  group,
  machine,
  maxAge,
  named,
  owner,
  pool,
  scope,
  type ClaimPredicate,
  type Policy,
} from '../policy.ts';
import { comparePolicies, type Comparison, type PortableAccess } from './compare.ts';
import { exampleText } from './example-caller.ts';
import { toPortable } from './portable-policy.ts';

const FACTS = { params: new Set(['id', 'name']), named: {}, pools: ['customers', 'staff'] };

/** Without `bindToPool`, which changes the compiled policy if there are several pools. */
const portable = (policy: Policy) => toPortable(policy, 'Handler.method');
const compare = (older: Policy, newer: Policy): Comparison =>
  comparePolicies({ kind: 'token', policy: portable(older) }, { kind: 'token', policy: portable(newer) });
const told = ({ change, admitted, refused }: Comparison) => [
  change,
  admitted && exampleText(admitted),
  refused && exampleText(refused),
];
const same = ['same', undefined, undefined];
const wider = (text: string) => ['wider', text, undefined];
const narrower = (text: string) => ['narrower', undefined, text];
/** Any of the first letters of the alphabet. */
const letters = (count: number) => containsAny(...'abcdefghijk'.slice(0, count).split(''));
const isEven: ClaimPredicate = (value) => Number(value) % 2 === 0;

describe('comparePolicies returns the simplest example', () => {
  it.each<[string, Policy, Policy, unknown[]]>([
    ['one more pool', pool('a'), anyOf(pool('a'), pool('b')), wider('a person of user pool `b`')],
    [
      'another pool',
      pool('a'),
      pool('b'),
      ['incomparable', 'a person of user pool `b`', 'a person of user pool `a`'],
    ],
    ['a forgotten pool', allOf(pool('a'), group('x')), group('x'), wider('a person in group `x`')],
    ['two pools of one token', group('x'), anyOf(group('x'), allOf(pool('a'), pool('b'))), same],
    [
      'a machine of a pool',
      allOf(machine(), pool('a')),
      allOf(machine(), anyOf(pool('a'), pool('b'))),
      wider('a machine of user pool `b`'),
    ],
    [
      'one of three scopes fewer',
      allOf(scope('a'), scope('b'), scope('c')),
      allOf(scope('a'), scope('b')),
      wider('a person with scopes `a`, `b`'),
    ],
    [
      'one more scope of a machine',
      allOf(machine(), scope('a')),
      allOf(machine(), scope('a'), scope('b')),
      narrower('a machine with scope `a`'),
    ],
    [
      'two groups',
      allOf(group('a'), group('b')),
      allOf(group('a'), group('b'), group('c')),
      narrower('a person in groups `a`, `b`'),
    ],
    [
      'one fact rather than two',
      group('x'),
      anyOf(group('x'), acr('gold'), allOf(group('a'), group('b'))),
      wider('a person with claim `acr` = "gold"'),
    ],
    [
      'a machine that owns',
      group('x'),
      anyOf(group('x'), allOf(machine(), owner('id'))),
      wider('a machine where the parameter `id` is their sub'),
    ],
    [
      'two owners',
      allOf(owner('id'), owner('id', { by: 'username' })),
      allOf(owner('id'), owner('id', { by: 'username' }), owner('name')),
      narrower('a person where the parameter `id` is their sub and the parameter `id` is their username'),
    ],
    [
      'ages in any order',
      maxAge(60),
      anyOf(maxAge(2000), maxAge(60), maxAge(1000), maxAge(300)),
      wider('a person signed in 1500 seconds ago'),
    ],
    ['the sign-in of a machine', group('x'), anyOf(group('x'), allOf(machine(), maxAge(60))), same],
    [
      'an age in a pool',
      allOf(pool('a'), maxAge(60)),
      allOf(pool('a'), maxAge(60), group('x')),
      narrower('a person of user pool `a` signed in 30 seconds ago'),
    ],
    ['one more class', acr('gold'), acr('gold', 'silver'), wider('a person with claim `acr` = "silver"')],
    [
      'a class and another claim',
      claim('t', 'x'),
      anyOf(claim('t', 'x'), acr('gold')),
      wider('a person with claim `acr` = "gold"'),
    ],
    ['a class of a machine', group('x'), anyOf(group('x'), allOf(machine(), acr('gold'))), same],
    [
      'a class of a machine that has the claim',
      allOf(machine(), claim('acr', 'gold')),
      anyOf(allOf(machine(), claim('acr', 'gold')), allOf(machine(), acr('gold'))),
      same,
    ],
    [
      'the claim acr of a machine',
      allOf(machine(), claim('acr', 'gold')),
      allOf(machine(), claim('acr', ['gold', 'silver'])),
      wider('a machine with claim `acr` = "silver"'),
    ],
    [
      'a third claim',
      allOf(claim('a', 1), claim('b', 2)),
      allOf(claim('a', 1), claim('b', 2), claim('c', 3)),
      narrower('a person with claim `a` = 1 with claim `b` = 2'),
    ],
    [
      'a claim with the name of a pool',
      allOf(pool('a'), claim('a', 1)),
      allOf(pool('a'), claim('a', [1, 2])),
      wider('a person with claim `a` = 2 of user pool `a`'),
    ],
    [
      'a claim with the value of a class',
      claim('t', 'gold'),
      allOf(claim('t', 'gold'), acr('gold')),
      narrower('a person with claim `t` = "gold"'),
    ],
    [
      'a class and a claim acr that contradict each other',
      group('x'),
      anyOf(group('x'), allOf(acr('gold'), claim('acr', 'silver'))),
      same,
    ],
    [
      'a group and a claim',
      anyOf(claim('t', 'x'), group('a')),
      anyOf(claim('t', 'x'), group('a'), group('b')),
      wider('a person in group `b`'),
    ],
    [
      'another whole value',
      claim('t', equals({ id: 1 })),
      anyOf(claim('t', equals({ id: 1 })), claim('t', equals({ id: 2 }))),
      wider('a person with claim `t` = {"id":2}'),
    ],
    [
      'a nested member',
      at('t.a.b', 'x'),
      anyOf(at('t.a.b', 'x'), at('t.a.c', 'y')),
      wider('a person with claim `t` = {"another value":true,"a":{"another value":true,"c":"y"}}'),
    ],
    [
      'a member and its parent',
      at('t.a', contains('x')),
      anyOf(at('t.a', contains('x')), at('t.b', 'y')),
      wider('a person with claim `t` = {"another value":true,"b":"y"}'),
    ],
    [
      'ten values in a list',
      claim('l', letters(10)),
      claim('l', letters(9)),
      narrower('a person with claim `l` = ["j","another value"]'),
    ],
  ])('for %s', (_, older, newer, expected) => {
    expect(told(compare(older, newer))).toEqual(expected);
  });

  it('names further requirements of the route', () => {
    const access = (besides: string[], policy?: Policy): PortableAccess => ({
      kind: 'token',
      besides,
      ...(policy && { policy: portable(policy) }),
    });
    expect(told(comparePolicies(access(['b']), access(['b', 'c'])))).toEqual(narrower('a person where b'));
    expect(told(comparePolicies(access(['b', 'c']), access(['b', 'c', 'd'])))).toEqual(
      narrower('a person where b and c'),
    );
    expect(told(comparePolicies(access(['b'], machine()), access(['b', 'c'], machine())))).toEqual(
      narrower('a machine where b'),
    );
  });
});

describe('comparePolicies, for predicates', () => {
  const one = claim('n', isEven);

  it('names a predicate that does not hold in the example', () => {
    expect(
      told(compare(group('a'), anyOf(group('a'), allOf(claim('n', 4), { kind: 'not', policy: one })))),
    ).toEqual(wider('a person with claim `n` = 4 where predicate 0 of Handler.method does not hold'));
    expect(told(compare(claim('n', 4), allOf(claim('n', 4), one)))).toEqual(
      narrower('a person with claim `n` = 4 where predicate 0 of Handler.method does not hold'),
    );
  });

  it('compares a policy without the predicate of the older one', () => {
    expect(told(compare(allOf(group('a'), one), group('a')))).toEqual(wider('a person in group `a`'));
  });

  it('finds a predicate at a path in a claim', () => {
    const older = at('t.a.id', (value) => value === 1);
    const newer = at('t.a.id', (value) => value === 2);
    expect(compare(older, newer)).toEqual({
      change: 'incomparable',
      reason: 'cannot be compared: the predicate on the claim `t` changed',
    });
    expect(told(compare(group('x'), anyOf(group('x'), older)))[1]).toMatch(
      /^a person with claim `t` = \{.*\} where predicate 0 of Handler\.method holds$/,
    );
  });
});

describe('comparePolicies, for policies that distinguish too many callers', () => {
  const members = (count: number) =>
    allOf(...Array.from({ length: count }, (_, index) => at(`t.m${index}`, 'x')));
  const values = (count: number) =>
    claim(
      't',
      Array.from({ length: count }, (_, index) => index),
    );

  it.each<[string, Policy, Policy]>([
    ['values of a claim', values(5000), values(5001)],
    ['values in a list', claim('l', letters(11)), claim('l', contains('a'))],
    ['members of an object', members(13), members(14)],
    ['many members of an object', members(40), members(41)],
  ])('does not compare them: %s', (_, older, newer) => {
    expect(compare(older, newer)).toEqual({
      change: 'incomparable',
      reason: 'cannot be compared: the policies distinguish too many callers',
    });
  });

  it('rethrows the error of an invalid policy', () => {
    const broken = { kind: 'token', policy: { kind: 'nothing' } } as unknown as PortableAccess;
    expect(() => comparePolicies(broken, { kind: 'token' })).toThrow(TypeError);
  });
});

describe('toPortable', () => {
  it.each<[Policy, unknown]>([
    [group('b', 'a', 'b'), { kind: 'group', names: ['a', 'b'] }],
    [anyOf(group('a')), { kind: 'group', names: ['a'] }],
    [
      allOf(group('b'), group('a')),
      { kind: 'allOf', policies: [portable(group('a')), portable(group('b'))] },
    ],
    [pool('staff'), { kind: 'pool', name: 'staff' }],
    [allOf(), { kind: 'allOf', policies: [] }],
  ])('converts %j', (policy, expected) => {
    expect(portable(policy)).toEqual(expected);
  });

  it('identifies the predicates of a handler by position and digest of the source', () => {
    const text = JSON.stringify(
      portable(allOf(claim('a', isEven), claim('b', isEven), claim('c', at('d', isEven)))),
    );
    const found = Array.from(text.matchAll(/"position":(-?\d+),"source":"([0-9a-f]{64})"/g), ([, position]) =>
      Number(position),
    );
    expect(found.toSorted((one, other) => one - other)).toEqual([0, 1, 2]);
  });

  it('refuses an unresolved named()', () => {
    expect(() => portable(named('staff'))).toThrow('the policy staff was not resolved');
    expect(
      portable(compile(named('staff'), { ...FACTS, pools: [], named: { staff: group('s') } }).policy),
    ).toEqual({
      kind: 'group',
      names: ['s'],
    });
  });
});
