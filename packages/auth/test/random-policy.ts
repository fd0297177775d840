import * as fc from 'fast-check';
import {
  acr,
  allOf,
  anyOf,
  at,
  claim,
  contains,
  containsAny,
  equals,
  group,
  machine,
  maxAge,
  owner,
  scope,
  type ClaimRequirement,
  type Policy,
  type Principal,
} from 'lifeguard-auth';

/** What the random policies are checked against. */
export const FACTS = { params: new Set(['id', 'name']), named: {} };

const throwing = (): boolean => {
  throw new Error('a predicate that fails');
};
const isNorth = (value: unknown): boolean => value === 'north';

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 });
const requirement: fc.Arbitrary<ClaimRequirement> = fc.constantFrom<ClaimRequirement>(
  'north',
  ['north', 'south'],
  contains('north'),
  containsAny('north', 'east'),
  equals(['north']),
  equals({ id: 1 }),
  at('id', 'north'),
  at('id', contains('north')),
);
const plainLeaf: fc.Arbitrary<Policy> = fc.oneof(
  names.map((list) => group(...list)),
  names.map((list) => scope(...list)),
  requirement.map((required) => claim('tenant', required)),
  fc.constantFrom(machine(), owner('id'), owner('name', { by: 'username' })),
  fc.constantFrom(maxAge(60), maxAge(300), acr('gold'), acr('gold', 'silver'), claim('acr', 'gold')),
);
const predicateLeaf: fc.Arbitrary<Policy> = fc.constantFrom(
  claim('tenant', isNorth),
  claim('tenant', throwing),
  claim('tenant', at('id', isNorth)),
);

const trees = (leaf: fc.Arbitrary<Policy>): fc.Arbitrary<Policy> =>
  fc.letrec<{ policy: Policy }>((tie) => ({
    policy: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => anyOf(...list)),
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => allOf(...list)),
      tie('policy').map((inner): Policy => ({ kind: 'not', policy: inner })),
    ),
  })).policy;

/** Policies whose parts can all be known. */
export const plainPolicy = trees(plainLeaf);
/** Policies with predicates, some of which throw. */
export const anyPolicy = trees(
  fc.oneof({ weight: 5, arbitrary: plainLeaf }, { weight: 1, arbitrary: predicateLeaf }),
);

const tenant = fc.constantFrom<Record<string, unknown>>(
  {},
  { tenant: 'north' },
  { tenant: 'south' },
  { tenant: ['north', 'west'] },
  { tenant: ['north'] },
  { tenant: ['east'] },
  { tenant: { id: 1 } },
  { tenant: { id: 'north' } },
  { tenant: { id: ['north'], more: true } },
);
const signIn = fc.record({
  acr: fc.constantFrom(undefined, 'gold', 'silver', 'bronze'),
  age: fc.constantFrom(undefined, 30, 200, 900),
});
const claims = fc.tuple(tenant, signIn).map(([first, { acr: level, age }]) => ({
  ...first,
  ...(level !== undefined && { acr: level }),
  ...(age !== undefined && { auth_time: Math.floor(Date.now() / 1000) - age }),
}));
const scopes = fc.subarray(['a', 'b', 'c']);

/** People and machines. A machine has no groups and no username. */
export const caller: fc.Arbitrary<Principal> = fc.oneof(
  fc
    .record({ groups: fc.subarray(['a', 'b', 'c']), scopes, claims })
    .map(
      (members) =>
        ({ kind: 'user', sub: 'sub-1', username: 'alice', clientId: 'client', ...members }) as const,
    ),
  fc
    .record({ scopes, claims })
    .map(
      (members) => ({ kind: 'client', sub: 'client', clientId: 'client', groups: [], ...members }) as const,
    ),
);

export const params = fc.record({
  id: fc.constantFrom('sub-1', 'alice', 'client'),
  name: fc.constantFrom('alice', 'sub-1'),
});
