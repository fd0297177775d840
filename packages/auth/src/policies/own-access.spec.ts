import type { Principal } from '../principal.ts';
import { compile } from './compile.ts';
import { ownAccess, type OwnAccess } from './own-access.ts';
import { allOf, anyOf, group, machine, not, owner, scope, type Policy } from './policy.ts';

const PARAMS = ['id', 'name', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'];
const owners = (count: number): Policy[] => PARAMS.slice(2, 2 + count).map((param) => owner(param));
const alice: Principal = {
  kind: 'user',
  sub: 'sub-1',
  username: 'alice',
  clientId: 'client',
  groups: ['a'],
  scopes: [],
  claims: {},
};
const robot: Principal = { kind: 'client', sub: 'c', clientId: 'c', groups: [], scopes: [], claims: {} };
const byName = owner('name', { by: 'username' });

describe('ownAccess to a route whose parameters are unknown', () => {
  it.each<[Policy, Principal, OwnAccess]>([
    [group('a'), alice, { allowed: true }],
    [group('b'), alice, { allowed: false, needs: { groups: ['b'] } }],
    [machine(), alice, { allowed: false }],
    [owner('id'), alice, { allowed: 'depends' }],
    [not(owner('id')), alice, { allowed: 'depends' }],
    [byName, alice, { allowed: 'depends' }],
    [byName, robot, { allowed: false }],
    [owner('id'), robot, { allowed: 'depends' }],
    [anyOf(owner('id'), group('a')), alice, { allowed: true }],
    [allOf(owner('id'), byName), alice, { allowed: 'depends' }],
    [allOf(owner('id'), owner('id', { by: 'username' })), alice, { allowed: false }],
    // The needs of the owner are returned, although nothing would admit others.
    [allOf(owner('id'), scope('x')), alice, { allowed: false, needs: { scopes: ['x'] } }],
    [allOf(not(owner('id')), scope('x')), alice, { allowed: false, needs: { scopes: ['x'] } }],
    [anyOf(group('a'), ...owners(6)), alice, { allowed: true }],
    // With more parameters than any real route has, not every case is tried.
    [anyOf(group('a'), ...owners(7)), alice, { allowed: 'depends' }],
  ])('for %j (%#)', (policy, principal, access) => {
    expect(ownAccess(compile(policy, { params: new Set(PARAMS), named: {} }), principal)).toEqual(access);
  });
});
