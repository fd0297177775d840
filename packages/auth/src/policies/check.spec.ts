import { checkPolicy } from './check.ts';
import { PolicyError } from './policy.error.ts';
import {
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
  type Policy,
} from './policy.ts';

const ROUTE = {
  params: new Set(['id']),
  named: { staff: group('staff'), deep: allOf(named('staff')), mine: owner('id'), wrong: anyOf() },
};
const check = (policy: unknown): Policy => checkPolicy(policy as Policy, ROUTE);

describe('checkPolicy', () => {
  it.each<[string, Policy]>([
    ['groups', group('a', 'ä b', '*')],
    ['scopes', scope('a', 'https://api/x:y', '!#[]~')],
    [
      'claims',
      allOf(
        claim('a', ''),
        claim('b', [0, false]),
        claim('c', () => true),
      ),
    ],
    ['an owner', owner('id')],
    ['a machine', not(machine())],
  ])('accepts %s unchanged', (_, policy) => {
    expect(check(policy)).toEqual(policy);
  });

  it('replaces named() by its definition at any depth', () => {
    expect(check(not(anyOf(named('staff'), allOf(named('mine')))))).toEqual(
      not(anyOf(group('staff'), allOf(owner('id')))),
    );
  });

  it.each<[string, unknown, string]>([
    ['no groups', group(), 'group() has an empty list'],
    ['no scopes', scope(), 'scope() has an empty list'],
    ['no values', claim('a', []), 'claim(a) has an empty list'],
    ['no alternatives', anyOf(), 'anyOf() has an empty list'],
    ['no requirements', not(allOf()), 'allOf() has an empty list'],
    ['an empty group', group('a', ''), 'a name that no token can carry'],
    ['a group that is a number', group(1 as unknown as string), 'a name that no token can carry'],
    ['an undefined group', group('a', undefined as unknown as string), 'a name that no token can carry'],
    ['a scope with a space', scope('a b'), 'a name that no token can carry'],
    ['a scope with a quote', scope('a"'), 'a name that no token can carry'],
    ['a scope with a backslash', scope('a\\'), 'a name that no token can carry'],
    ['a scope that is not ASCII', scope('ä'), 'a name that no token can carry'],
    ['a scope with a line break', scope('a\n'), 'a name that no token can carry'],
    ['a claim without a name', claim('', 1), 'needs the name of a claim'],
    ['a claim named by a number', claim(1 as unknown as string, 1), 'needs the name of a claim'],
    [
      'a claim compared with a text or an object',
      claim('a', ['b', {} as unknown as string]),
      'compares with a value that is not a string',
    ],
    ['a claim compared with null', claim('a', null as unknown as string), 'compares with'],
    ['a claim compared with NaN in a list', claim('a', [1, Number.NaN]), 'compares with'],
    ['a claim compared with a list in a list', claim('a', [['b']] as unknown as string[]), 'compares with'],
    ['a parameter that the route lacks', owner('name'), 'names a parameter that the route lacks'],
    ['a parameter in another case', owner('ID'), 'names a parameter that the route lacks'],
    [
      'an owner by another name than sub or username',
      owner('id', { by: 'both' as 'sub' }),
      'by sub or by username',
    ],
    ['an undefined name', named('toString'), 'is not defined'],
    ['named() inside a definition', named('deep'), 'is not defined'],
    ['an invalid definition', named('wrong'), 'has an empty list'],
    ['another kind', { kind: 'everybody' }, 'is not a policy'],
    ['null', null, 'is not a policy'],
    ['nothing', undefined, 'is not a policy'],
    ['a text', 'admin', 'is not a policy'],
    ['undefined in a list', anyOf(group('a'), undefined as unknown as Policy), 'is not a policy'],
  ])('refuses %s', (_, policy, message) => {
    expect(() => check(policy)).toThrow(PolicyError);
    expect(() => check(policy)).toThrow(expect.objectContaining({ name: 'PolicyError' }));
    expect(() => check(policy)).toThrow(message);
  });

  it('accepts a pool of the application, and lists the pools if it refuses an unknown one', () => {
    const facts = (pools?: string[]) => ({ params: new Set<string>(), named: {}, ...(pools && { pools }) });
    expect(checkPolicy(pool('staff'), facts(['customers', 'staff']))).toEqual(pool('staff'));
    expect(() => checkPolicy(pool('Staff'), facts(['customers', 'staff']))).toThrow(
      'pool(Staff) is not one of userPools: customers, staff',
    );
    for (const none of [facts(), facts([])])
      expect(() => checkPolicy(pool('staff'), none)).toThrow(
        'pool(staff) is not one of userPools: there are none',
      );
  });

  it('accepts maxAge(1) as the minimum', () => {
    expect(check(maxAge(1))).toEqual(maxAge(1));
    expect(() => check(maxAge(0))).toThrow(PolicyError);
  });
});
