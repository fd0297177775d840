import * as fc from 'fast-check';
import {
  allOf,
  anyOf,
  claim,
  comparePolicies,
  compile,
  contains,
  exampleText,
  group,
  machine,
  maxAge,
  not,
  owner,
  scope,
  toPortable,
  type ClaimPredicate,
  type Comparison,
  type ExampleCaller,
  type Policy,
  type PortableAccess,
  type Principal,
} from 'lifeguard-auth';
import { anyPolicy, caller, FACTS, params, plainPolicy } from '../../../test/random-policy.ts';

const access = (policy: Policy): PortableAccess => ({
  kind: 'token',
  policy: toPortable(compile(policy, FACTS).policy, 'Handler.method'),
});
const compare = (older: Policy, newer: Policy): Comparison => comparePolicies(access(older), access(newer));
const told = ({ change, admitted, refused }: Comparison) => [
  change,
  admitted && exampleText(admitted),
  refused && exampleText(refused),
];

describe('comparePolicies', () => {
  const users = (right: string) => allOf(machine(), scope(right));
  it.each<[string, Policy, Policy, ReturnType<typeof told>]>([
    [
      'another order',
      anyOf(group('a'), scope('b')),
      anyOf(scope('b'), group('a')),
      ['same', undefined, undefined],
    ],
    [
      'a refactoring by De Morgan’s laws',
      anyOf(group('a'), scope('b')),
      not(allOf(not(group('a')), not(scope('b')))),
      ['same', undefined, undefined],
    ],
    [
      'a forgotten machine()',
      anyOf(group('admin'), users('read')),
      anyOf(group('admin'), scope('read')),
      ['wider', 'a person with scope `read`', undefined],
    ],
    [
      'a second group',
      group('a'),
      allOf(group('a'), group('b')),
      ['narrower', undefined, 'a person in group `a`'],
    ],
    [
      'the owner instead of a group',
      group('admin'),
      owner('id'),
      ['incomparable', 'a person where the parameter `id` is their sub', 'a person in group `admin`'],
    ],
    [
      'one more value of a claim',
      claim('tenant', 'north'),
      claim('tenant', ['north', 'south']),
      ['wider', 'a person with claim `tenant` = "south"', undefined],
    ],
    [
      'a list instead of a value',
      claim('role', 'agent'),
      claim('role', contains('agent')),
      [
        'incomparable',
        'a person with claim `role` = ["agent","another value"]',
        'a person with claim `role` = "agent"',
      ],
    ],
    ['an older sign-in', maxAge(60), maxAge(300), ['wider', 'a person signed in 180 seconds ago', undefined]],
    [
      'two values that one claim cannot have',
      group('x'),
      anyOf(group('x'), allOf(claim('t', 'a'), claim('t', 'b'))),
      ['same', undefined, undefined],
    ],
    [
      'groups of a machine',
      group('x'),
      anyOf(group('x'), allOf(machine(), group('y'))),
      ['same', undefined, undefined],
    ],
    [
      'a username of a machine',
      group('x'),
      anyOf(group('x'), allOf(machine(), owner('name', { by: 'username' }))),
      ['same', undefined, undefined],
    ],
  ])('compares %s', (_, older, newer, expected) => {
    expect(told(compare(older, newer))).toEqual(expected);
  });

  it('compares public routes and routes for any token', () => {
    const open: PortableAccess = { kind: 'public' };
    const any: PortableAccess = { kind: 'token' };
    expect(told(comparePolicies(any, open))).toEqual(['wider', 'a caller without a token', undefined]);
    expect(told(comparePolicies(open, any))).toEqual(['narrower', undefined, 'a caller without a token']);
    expect(told(comparePolicies(access(group('a')), any))).toEqual(['wider', 'a person', undefined]);
    const beside: PortableAccess = { kind: 'token', besides: ['the policies allow it'] };
    expect(told(comparePolicies(beside, any))).toEqual(['wider', 'a person', undefined]);
    expect(comparePolicies(any, beside).change).toBe('narrower');
  });

  it('reports policies with a changed predicate as incomparable', () => {
    const tests: ClaimPredicate[] = [(value) => value === 1, (value) => value === 2];
    const [one, two] = tests.map((test) => claim('n', test)) as [Policy, Policy];
    expect(compare(one, two)).toEqual({
      change: 'incomparable',
      reason: 'cannot be compared: the predicate on the claim `n` changed',
    });
    expect(compare(one, one).change).toBe('same');
    expect(compare(group('a'), allOf(group('a'), one)).change).toBe('narrower');
    expect(told(compare(group('a'), anyOf(group('a'), one)))).toEqual([
      'wider',
      'a person with claim `n` = "another value" where predicate 0 of Handler.method holds',
      undefined,
    ]);
    // A predicate that fails admits nobody, negated or not.
    expect(compare(group('a'), allOf(group('a'), anyOf(one, not(one)))).change).toBe('narrower');
  });

  it('reports policies that distinguish too many callers as incomparable', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => group(`group-${index}`));
    expect(compare(allOf(...many(24)), allOf(...many(25)))).toMatchObject({
      change: 'incomparable',
      reason: expect.stringMatching(/^cannot be compared/),
    });
    expect(compare(allOf(...many(24)), allOf(...many(24).toReversed())).change).toBe('same');
    expect(compare(allOf(...many(13)), allOf(...many(14))).change).toBe('narrower');
  });

  it('agrees with the decisions of the guard on every pair of policies', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyPolicy,
        fc.array(fc.tuple(caller, params), { minLength: 8 }),
        (p, q, callers) => {
          const { change } = compare(p, q);
          const [older, newer] = [compile(p, FACTS), compile(q, FACTS)];
          for (const [who, at] of callers) {
            const [before, after] = [older.admits(who, at), newer.admits(who, at)];
            if (before && !after) expect(['narrower', 'incomparable']).toContain(change);
            if (!before && after) expect(['wider', 'incomparable']).toContain(change);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('returns examples that the guard admits and refuses as stated', () => {
    let examples = 0;
    fc.assert(
      fc.property(plainPolicy, plainPolicy, (p, q) => {
        const { admitted, refused } = compare(p, q);
        const [older, newer] = [compile(p, FACTS), compile(q, FACTS)];
        for (const [example, before] of [
          [admitted, false],
          [refused, true],
        ] as const) {
          if (!example) continue;
          examples += 1;
          const [who, at] = actual(example);
          expect([example, older.admits(who, at), newer.admits(who, at)]).toEqual([example, before, !before]);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(examples).toBeGreaterThan(20);
  });

  it('reports a refactoring without effect as the same', () => {
    const refactored = (policy: Policy): Policy => {
      if (policy.kind === 'anyOf') {
        const parts = policy.policies.map(refactored);
        return not(allOf(...parts.map(not).toReversed()));
      }
      if (policy.kind === 'allOf') return not(anyOf(...policy.policies.map((part) => not(refactored(part)))));
      return policy.kind === 'not'
        ? not(refactored(policy.policy))
        : allOf(policy, anyOf(policy, group('z')));
    };
    fc.assert(
      fc.property(plainPolicy, (policy) => {
        expect(compare(policy, refactored(policy)).change).toBe('same');
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The caller of an example and its parameters. */
function actual(example: ExampleCaller): [Principal, Record<string, string>] {
  const { kind, groups, scopes, claims, signedInSecondsAgo: age, also } = example;
  const owns = (param: string, by: string) => also.includes(`the parameter \`${param}\` is their ${by}`);
  const principal = {
    kind: kind === 'client' ? kind : 'user',
    sub: 'the-sub',
    ...(kind === 'user' && { username: 'the-name' }),
    clientId: 'client',
    groups,
    scopes,
    claims: { ...claims, ...(age !== undefined && { auth_time: Date.now() / 1000 - age }) },
  } as const;
  const at = {
    id: owns('id', 'sub') ? 'the-sub' : 'neither',
    name: owns('name', 'username') ? 'the-name' : 'neither',
  };
  return [principal, at];
}
