import { describe, expect, it } from '@jest/globals';
import { compile, type Principal } from 'lifeguard-auth';
import { userPolicies } from './policies';

const policies = userPolicies({ adminGroup: 'staff', resourceServer: 'people' });
const caller = (some: Partial<Principal>): Principal => ({
  kind: 'user',
  sub: 'a',
  clientId: 'c',
  groups: [],
  scopes: [],
  claims: {},
  ...some,
});
const compiled = (name: 'users.read' | 'users.write') =>
  compile(policies[name], { params: new Set(), named: {} });

describe('userPolicies', () => {
  it.each<[string, Partial<Principal>, boolean, boolean]>([
    ['a user in the admin group', { groups: ['staff'] }, true, true],
    ['a user in another group', { groups: ['admin', 'Staff', 'staff2'] }, false, false],
    ['a user with both scopes', { scopes: ['people/users.read', 'people/users.write'] }, false, false],
    ['a machine that may read', { kind: 'client', scopes: ['people/users.read'] }, true, false],
    ['a machine that may write', { kind: 'client', scopes: ['people/users.write'] }, false, true],
    [
      'a machine of another resource server',
      { kind: 'client', scopes: ['lifeguard/users.read'] },
      false,
      false,
    ],
    ['a machine without scopes', { kind: 'client' }, false, false],
  ])('decides on %s', (_who, some, reads, writes) => {
    expect(compiled('users.read').admits(caller(some), {})).toBe(reads);
    expect(compiled('users.write').admits(caller(some), {})).toBe(writes);
  });

  it('names the missing scope to a machine, and none to a user', () => {
    const { missingScopes } = compiled('users.write');
    expect(missingScopes(caller({ kind: 'client' }), {})).toEqual(['people/users.write']);
    expect(missingScopes(caller({ kind: 'user' }), {})).toEqual([]);
  });
});
