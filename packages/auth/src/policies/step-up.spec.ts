import * as fc from 'fast-check';
import type { Principal } from '../principal.ts';
import { compile } from './compile.ts';
import { acr, allOf, anyOf, group, machine, maxAge, not, owner, scope, type Policy } from './policy.ts';
import type { StepUp } from './step-up.ts';

const NOW = 1_800_000_000;
const FACTS = { params: new Set(['id']), named: {}, clockTolerance: 5 };

const person = (claims: Record<string, unknown> = {}, members: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  sub: 'alice',
  username: 'alice',
  clientId: 'c',
  groups: [],
  scopes: [],
  claims: { auth_time: NOW - 1000, ...claims },
  ...members,
});
const robot = person({ auth_time: NOW, acr: 'high' }, { kind: 'client' });
const admits = (policy: Policy, caller: Principal): boolean => compile(policy, FACTS).admits(caller, {});
const missing = (policy: Policy, caller: Principal): StepUp | undefined =>
  compile(policy, FACTS).missingStepUp(caller, { id: 'alice' });

describe('step-up', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW * 1000 }));
  afterEach(() => jest.useRealTimers());

  it.each([
    [NOW - 300, true],
    [NOW - 305, true],
    [NOW - 305.5, false],
    [NOW - 306, false],
    [NOW, true],
    [NOW + 5, true],
    [NOW + 6, false],
    [undefined, false],
    [String(NOW), false],
    [Number.NaN, false],
  ])('admits auth_time %s with maxAge(300) at ...000: %s', (at, expected) => {
    expect(admits(maxAge(300), person({ auth_time: at }))).toBe(expected);
  });

  it.each<[unknown, boolean]>([
    ['high', true],
    ['higher', true],
    ['High', false],
    [['high'], false],
    [undefined, false],
  ])('admits acr %j with acr(high, higher): %s', (value, expected) => {
    expect(admits(acr('high', 'higher'), person({ acr: value }))).toBe(expected);
  });

  it('never admits a machine, and never challenges one', () => {
    for (const policy of [maxAge(300), acr('high'), anyOf(maxAge(300), group('a'))]) {
      expect(admits(policy, robot)).toBe(false);
      expect(missing(policy, robot)).toBeUndefined();
    }
  });

  it.each<[Policy, Partial<Principal>, StepUp | undefined]>([
    [maxAge(300), {}, { maxAge: 300 }],
    [acr('high', 'higher'), {}, { acrValues: ['high', 'higher'] }],
    [allOf(maxAge(300), maxAge(60)), {}, { maxAge: 60 }],
    [allOf(maxAge(300), acr('high')), {}, { maxAge: 300, acrValues: ['high'] }],
    [allOf(acr('a', 'b'), acr('b', 'c')), {}, { acrValues: ['b'] }],
    [allOf(acr('a'), acr('b')), {}, undefined],
    [anyOf(allOf(acr('a'), acr('b')), not(acr('c'))), { claims: { acr: 'c' } }, undefined],
    [allOf(group('admin'), maxAge(300)), {}, undefined],
    [allOf(group('admin'), maxAge(300)), { groups: ['admin'] }, { maxAge: 300 }],
    [allOf(scope('x'), maxAge(300)), {}, undefined],
    [anyOf(group('admin'), maxAge(300)), {}, { maxAge: 300 }],
    [anyOf(scope('x'), maxAge(300)), {}, { maxAge: 300 }],
    [anyOf(allOf(group('admin'), maxAge(60)), maxAge(300)), {}, { maxAge: 300 }],
    [anyOf(maxAge(60), acr('high')), {}, { maxAge: 60 }],
    [allOf(owner('id'), maxAge(300)), {}, { maxAge: 300 }],
    [allOf(machine(), maxAge(300)), {}, undefined],
    [not(maxAge(2000)), {}, undefined],
    [allOf(not(maxAge(300)), acr('high')), {}, { acrValues: ['high'] }],
    [allOf(not(maxAge(300)), maxAge(600)), {}, undefined],
    [group('admin'), {}, undefined],
  ])('for %j and the claims %j, asks for %j', (policy, members, expected) => {
    expect(missing(policy, person({}, members))).toEqual(expected);
  });

  it.each([0, -1, 1.5, Number.NaN, '300'])('refuses to compile maxAge(%s)', (seconds) => {
    expect(() => compile(maxAge(seconds as number), FACTS)).toThrow(
      'maxAge() needs a whole number of seconds',
    );
  });

  it.each([[[]], [['']], [['a b']], [['a"']]])('refuses to compile acr(%j)', (values) => {
    expect(() => compile(acr(...values), FACTS)).toThrow('acr()');
  });

  it.each<[Policy, string]>([
    [maxAge(300), 'signed in at most 300 seconds ago'],
    [acr('high'), 'authentication level `high`'],
    [acr('a', 'b'), 'any of the authentication levels `a`, `b`'],
  ])('describes %j in words', (policy, text) => {
    expect(compile(policy, FACTS).text).toBe(text);
  });

  it('is requested only if it would admit the caller, for any policy', () => {
    const { policy } = fc.letrec<{ policy: Policy }>((tie) => ({
      policy: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(group('a'), scope('x'), machine(), maxAge(60), maxAge(300), acr('h'), acr('h', 'i')),
        fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((all) => anyOf(...all)),
        fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((all) => allOf(...all)),
        tie('policy').map((one) => not(one)),
      ),
    }));
    fc.assert(
      fc.property(policy, fc.constantFrom([], ['a']), (one, groups) => {
        const caller = person({}, { groups });
        const step = missing(one, caller);
        fc.pre(step !== undefined);
        const after = person(
          {
            ...(step.maxAge !== undefined && { auth_time: NOW }),
            ...(step.acrValues && { acr: step.acrValues[0] }),
          },
          { groups },
        );
        expect([admits(one, caller) && step, admits(one, after)]).toEqual([false, true]);
      }),
      { numRuns: 2000 },
    );
  });
});
