import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from 'lifeguard-auth';
import { UsersAdminModule } from '../../src/admin/admin.module';
import { MembershipsService } from '../../src/admin/groups/memberships.service';
import { UserAccountsService } from '../../src/admin/users/user-accounts.service';
import { exception } from '../support/cognito-stub';
import { featureServices } from '../support/feature-services';
import { principal, wireGroup, wireUser } from './admin.support';

const { get, revocations, stub } = featureServices(UsersAdminModule, { ADMIN_GROUP: 'staff' });
beforeEach(() => {
  stub
    .on('AdminGetUser', { json: wireUser('Ann', {}, 'UserAttributes') })
    .on('AdminListGroupsForUser', { json: { Groups: [wireGroup('staff')] } });
});

const machine = principal({ kind: 'client', sub: 'client1', username: undefined });
const accounts = () => get(UserAccountsService);
const changes: [string, (caller: Principal) => Promise<unknown>][] = [
  ['AdminDeleteUser', (caller) => accounts().remove('Ann', caller)],
  ['AdminDisableUser', (caller) => accounts().disable('Ann', caller)],
  ['AdminRemoveUserFromGroup', (caller) => get(MembershipsService).remove('Ann', 'staff', caller)],
];
const disabled = (name: string) => ({ ...wireUser(name), Enabled: false });
const members = (...pages: object[][]) =>
  stub.on(
    'ListUsersInGroup',
    ...pages.map((Users, index) => ({
      json: { Users, ...(index < pages.length - 1 && { NextToken: `page-${index + 1}` }) },
    })),
  );

describe.each(changes)('%s of the last enabled admin (recording stub, no emulator)', (action, act) => {
  it('is refused with last_admin, and no token is revoked', async () => {
    members([wireUser('Ann'), disabled('Bob')], [disabled('Carol')]);
    await expect(act(principal())).rejects.toMatchObject({ status: 409, code: 'last_admin' });
    expect(stub.actions).not.toContain(action);
    expect(revocations.kept).toEqual([]);
  });

  it('is refused for a machine too', async () => {
    members([wireUser('Ann')]);
    await expect(act(machine)).rejects.toMatchObject({ code: 'last_admin' });
  });

  it('is refused with own_account for their own account, without reading the group', async () => {
    await expect(act(principal({ sub: 'Ann-sub' }))).rejects.toMatchObject({ code: 'own_account' });
    expect(stub.actions).toEqual(['AdminGetUser']);
  });

  it('is allowed while another member is enabled, on any page', async () => {
    members([wireUser('Ann'), disabled('Bob')], [disabled('Carol'), wireUser('Dan')], [wireUser('Eve')]);
    await act(principal());
    expect(stub.actions).toContain(action);
    expect(stub.sent('ListUsersInGroup')).toEqual([
      { UserPoolId: 'eu-west-1_Stub', GroupName: 'staff', Limit: 60 },
      { UserPoolId: 'eu-west-1_Stub', GroupName: 'staff', Limit: 60, NextToken: 'page-1' },
    ]);
  });

  it('is allowed if they are disabled', async () => {
    stub.on('AdminGetUser', { json: { ...wireUser('Ann', {}, 'UserAttributes'), Enabled: false } });
    members([disabled('Ann')]);
    await act(machine);
    expect(stub.actions).toContain(action);
  });

  it('is refused if the members cannot be listed', async () => {
    stub.on('ListUsersInGroup', exception('AccessDeniedException'));
    await expect(act(principal())).rejects.toMatchObject({ code: 'cognito_denied' });
    expect(stub.actions).not.toContain(action);
  });

  it('is checked one user at a time, so that concurrent changes see each other', async () => {
    stub.on(
      'ListUsersInGroup',
      { json: { Users: [wireUser('Ann'), wireUser('Bob')] }, afterMs: 50 },
      { json: { Users: [wireUser('Ann')] } },
    );
    const outcomes = await Promise.allSettled([act(machine), act(machine)]);
    expect(outcomes).toEqual([
      expect.objectContaining({ status: 'fulfilled' }),
      expect.objectContaining({ reason: expect.objectContaining({ code: 'last_admin' }) as unknown }),
    ]);
    expect(stub.actions.filter((each) => each === action)).toHaveLength(1);
  });
});

describe('a user who is not an admin (recording stub, no emulator)', () => {
  it.each(changes.slice(0, 2))('is changed by %s without reading the admin group', async (action, act) => {
    stub.on(
      'AdminListGroupsForUser',
      { json: { Groups: [wireGroup('a')], NextToken: 'more' } },
      { json: { Groups: [wireGroup('Staff')] } },
    );
    await act(machine);
    expect(stub.actions).toEqual([
      'AdminGetUser',
      'AdminListGroupsForUser',
      'AdminListGroupsForUser',
      action,
    ]);
  });
});
