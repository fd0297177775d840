import * as fc from 'fast-check';
import type { Principal } from '../principal.ts';
import { at, contains, containsAny, equals, isSame, valueAt, type JsonValue } from './claim-tests.ts';
import { compile } from './compile.ts';
import { claim, not, type Policy } from './policy.ts';

const FACTS = { params: new Set<string>(), named: {} };
const caller = (claims: Record<string, unknown>): Principal => ({
  kind: 'user',
  sub: 's',
  clientId: 'c',
  groups: [],
  scopes: [],
  claims,
});
const admits = (policy: Policy, claims: Record<string, unknown>): boolean =>
  compile(policy, FACTS).admits(caller(claims), {});
const textOf = (policy: Policy): string => compile(policy, FACTS).text;

describe('claim tests', () => {
  it.each<[string, Policy, Record<string, unknown>, boolean]>([
    ['contains', claim('roles', contains('agent')), { roles: ['reader', 'agent'] }, true],
    ['contains', claim('roles', contains('agent')), { roles: ['Agent', 'agents', ['agent']] }, false],
    ['contains, of a text', claim('roles', contains('agent')), { roles: 'agent' }, false],
    [
      'contains, of an object',
      claim('roles', contains('agent')),
      { roles: { 0: 'agent', length: 1 } },
      false,
    ],
    ['contains, without the claim', claim('roles', contains('agent')), {}, false],
    ['contains, of another type', claim('levels', contains(5)), { levels: ['5', 4] }, false],
    ['contains, of a number', claim('levels', contains(5)), { levels: [5] }, true],
    ['containsAny', claim('roles', containsAny('a', 'b')), { roles: ['b'] }, true],
    ['containsAny', claim('roles', containsAny('a', 'b')), { roles: ['c'] }, false],
    ['containsAny', claim('roles', containsAny('a', 'b')), { roles: [] }, false],
    ['equals', claim('tier', equals('gold')), { tier: 'gold' }, true],
    ['equals', claim('tier', equals('gold')), { tier: ['gold'] }, false],
    ['equals, of a list', claim('roles', equals(['a', 'b'])), { roles: ['a', 'b'] }, true],
    ['equals, in another order', claim('roles', equals(['a', 'b'])), { roles: ['b', 'a'] }, false],
    ['equals, of null', claim('x', equals(null)), { x: null }, true],
    ['at, in the claim', claim('tenant', at('id', equals('x'))), { tenant: { id: 'x' } }, true],
    ['at, deeper', claim('tenant', at('unit.id', 'x')), { tenant: { unit: { id: 'x' } } }, true],
    ['at, with another value', claim('tenant', at('id', equals('x'))), { tenant: { id: 'y' } }, false],
    ['at, without the member', claim('tenant', at('id', equals('x'))), { tenant: {} }, false],
    ['at, of a text', claim('tenant', at('length', 1)), { tenant: 'x' }, false],
    ['at, of a list', claim('tenant', at('0', 'x')), { tenant: ['x'] }, false],
    ['at, of an inherited member', claim('tenant', at('constructor.name', 'Object')), { tenant: {} }, false],
    ['at, with a name that has a dot', claim('tenant', at(['a.b'], 'x')), { tenant: { 'a.b': 'x' } }, true],
    ['at, by itself', at('tenant.id', equals('x')), { tenant: { id: 'x' } }, true],
    ['at, by itself', at('tenant.id', equals('x')), { 'tenant.id': 'x' }, false],
    ['at, of a whole claim', at('tier', equals('gold')), { tier: 'gold' }, true],
    ['at, of a list inside', at('tenant.roles', contains('a')), { tenant: { roles: ['a'] } }, true],
    [
      'at, with a predicate',
      at('tenant.size', (size) => (size as number) > 3),
      { tenant: { size: 4 } },
      true,
    ],
    ['equals, of a boolean', claim('x', equals({ a: [true] })), { x: { a: [true] } }, true],
    ['at, with a predicate, without the member', at('tenant.size', () => true), { tenant: {} }, false],
    ['not at, of null', not(at('tenant.id', 'x')), { tenant: null }, true],
    ['not contains', not(claim('roles', contains('a'))), { roles: ['a'] }, false],
    ['not contains', not(claim('roles', contains('a'))), { roles: ['b'] }, true],
  ])('%s: %j with %j admits: %s', (_, policy, claims, expected) => {
    expect(admits(policy, claims)).toBe(expected);
  });

  it('refuses if a nested predicate throws, even under not()', () => {
    const policy = at('a.b', () => {
      throw new Error('a fault');
    });
    expect([admits(policy, { a: { b: 1 } }), admits(not(policy), { a: { b: 1 } })]).toEqual([false, false]);
  });

  it.each<[Policy, string]>([
    [claim('roles', contains('agent')), 'claim `roles` containing `"agent"`'],
    [claim('roles', containsAny('a', 'b')), 'claim `roles` containing `"a"` or `"b"`'],
    [claim('tier', equals({ a: [1] })), 'claim `tier` equal to `{"a":[1]}`'],
    [claim('tenant', at('id', equals('x'))), 'claim `tenant` with `id` equal to `"x"`'],
    [at('tenant.unit.id', ['x', 'y']), 'claim `tenant` with `unit.id` equal to `"x"` or `"y"`'],
    [at('tenant.roles', contains('a')), 'claim `tenant` with `roles` containing `"a"`'],
    [at('tenant.x', () => true), 'claim `tenant` with `x` satisfying a predicate'],
  ])('describes %j in words', (policy, expected) => {
    expect(textOf(policy)).toBe(expected);
  });

  it.each<[Policy, string]>([
    [claim('roles', containsAny()), 'claim(roles) has an empty list'],
    [
      claim('roles', contains(Number.NaN)),
      'claim(roles) compares with a value that is not a string, number or boolean',
    ],
    [
      claim('roles', contains(['a'] as never)),
      'claim(roles) compares with a value that is not a string, number or boolean',
    ],
    [claim('x', equals(undefined as never)), 'claim(x) compares with a value that JSON cannot carry'],
    [claim('x', equals([Number.POSITIVE_INFINITY])), 'claim(x) compares with a value that JSON cannot carry'],
    [
      claim('x', equals([1, Number.POSITIVE_INFINITY])),
      'claim(x) compares with a value that JSON cannot carry',
    ],
    [claim('x', at([1 as never], 'y')), 'claim(x) has a path with an empty name'],
    [claim('x', at('', 'y')), 'claim(x) has a path with an empty name'],
    [claim('x', at('a..b', 'y')), 'claim(x) has a path with an empty name'],
    [claim('x', at([], 'y')), 'claim(x) has a path with an empty name'],
    [claim('x', at('a', [])), 'claim(x) at a has an empty list'],
    [claim('x', at('a.b', [])), 'claim(x) at a.b has an empty list'],
    [at([], 'y'), 'claim() needs the name of a claim'],
    [at('', 'y'), 'claim() needs the name of a claim'],
    [claim('x', { test: 'other' } as never), 'claim(x) has an invalid requirement'],
  ])('refuses to compile %j', (policy, message) => {
    expect(() => compile(policy, FACTS)).toThrow(message);
  });
});

describe('isSame', () => {
  it('compares like canonical JSON texts, with members in any order', () => {
    const shuffled = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(Object.entries(value).toReversed());
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(isSame(one, shuffled(structuredClone(one)))).toBe(true);
        if (JSON.stringify(one) !== JSON.stringify(other) && !Object.is(one, -0) && !Object.is(other, -0))
          expect(isSame(one, other)).toBe(isSame(other, one));
      }),
    );
  });

  it.each<[JsonValue, JsonValue]>([
    [[1], { 0: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { b: 1 }],
    [[], {}],
    [null, {}],
    ['', {}],
    [5, {}],
    ['1', 1],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
  ])('distinguishes %j from %j', (one, other) => {
    expect([isSame(one, other), isSame(other, one)]).toEqual([false, false]);
  });
});

describe('valueAt', () => {
  it('finds only own members of objects', () => {
    const value = JSON.parse('{"__proto__":{"x":1},"a":{"b":2},"list":[1]}') as unknown;
    expect(valueAt(value, ['a', 'b'])).toBe(2);
    expect(valueAt(value, ['__proto__', 'x'])).toBe(1);
    for (const path of [['list', '0'], ['toString'], ['a', 'b', 'c'], ['a', 'hasOwnProperty']])
      expect(valueAt(value, path)).toBeUndefined();
  });
});
