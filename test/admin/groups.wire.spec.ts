import { describe, expect, it } from '@jest/globals';
import { UsersAdminModule } from '../../src/admin/admin.module';
import { GroupsService } from '../../src/admin/groups/groups.service';
import { exception, html } from '../support/cognito-stub';
import { featureServices } from '../support/feature-services';
import { CREATED_AT, UPDATED_AT, wireGroup, wireUser } from './admin.support';

const { get, revocations, stub } = featureServices(UsersAdminModule, { ADMIN_GROUP: 'staff' });

const groups = () => get(GroupsService);
const pool = { UserPoolId: 'eu-west-1_Stub' };

const members = () =>
  stub.on(
    'ListUsersInGroup',
    { json: { Users: [wireUser('a'), wireUser('b')], NextToken: 'second' } },
    { json: { Users: [], NextToken: 'third' } },
    { json: { Users: [wireUser('c')] } },
  );

const leaver = (sub: string) => ({
  kind: 'user',
  sub,
  reason: 'groups',
  change: { group: 'support', member: false },
});

describe('deleting a group (recording stub, no emulator)', () => {
  const revoked = [{ kind: 'group', name: 'support' }, leaver('a-sub'), leaver('b-sub'), leaver('c-sub')];

  it('lists the members first, then deletes, then revokes the tokens of each member and of the group', async () => {
    members();
    await expect(groups().remove('support')).resolves.toMatchObject({ propagation: 'local' });
    expect(stub.actions).toEqual(['ListUsersInGroup', 'ListUsersInGroup', 'ListUsersInGroup', 'DeleteGroup']);
    expect(stub.sent('ListUsersInGroup')).toEqual([
      { ...pool, GroupName: 'support', Limit: 60 },
      { ...pool, GroupName: 'support', Limit: 60, NextToken: 'second' },
      { ...pool, GroupName: 'support', Limit: 60, NextToken: 'third' },
    ]);
    expect(revocations.kept).toEqual(revoked);
  });

  it('revokes if it is unknown whether the group was deleted', async () => {
    members().on('DeleteGroup', html(503));
    await expect(groups().remove('support')).rejects.toMatchObject({ code: 'cognito_unavailable' });
    expect(revocations.kept).toEqual(revoked);
  });

  it('revokes nothing if Cognito refuses', async () => {
    members().on('DeleteGroup', exception('ResourceNotFoundException'));
    await expect(groups().remove('support')).rejects.toMatchObject({ code: 'not_found' });
    expect(revocations.kept).toEqual([]);
  });

  it('deletes nothing if the members cannot be listed', async () => {
    stub.on('ListUsersInGroup', { json: { Users: [{ ...wireUser('a'), Attributes: [] }] } });
    await expect(groups().remove('support')).rejects.toMatchObject({ code: 'cognito_unavailable' });
    expect(stub.actions).not.toContain('DeleteGroup');
  });

  it('refuses the admin group before any call', async () => {
    await expect(groups().remove('staff')).rejects.toMatchObject({ code: 'admin_group' });
    expect(stub.actions).toEqual([]);
  });

  it.each(['Staff', 'admin'])('does not treat %s as the admin group', async (name) => {
    stub.on('ListUsersInGroup', { json: { Users: [] } });
    await groups().remove(name);
    expect(stub.sent('DeleteGroup')).toEqual([{ ...pool, GroupName: name }]);
  });
});

describe('changing a group (recording stub, no emulator)', () => {
  const role = 'arn:aws:iam::123456789012:role/support';
  const before = wireGroup('support', { Description: 'old', Precedence: 7, RoleArn: role });

  it.each([
    ['the description', { description: 'new' }, { Description: 'new', Precedence: 7 }],
    ['the description to an empty one', { description: '' }, { Description: '', Precedence: 7 }],
    ['the precedence', { precedence: 0 }, { Description: 'old', Precedence: 0 }],
  ])('changes %s and sends the rest unchanged', async (_case, changes, sent) => {
    stub.on('GetGroup', { json: { Group: before } }).on('UpdateGroup', { json: { Group: before } });
    await groups().update('support', changes);
    expect(stub.sent('UpdateGroup')).toEqual([{ ...pool, GroupName: 'support', RoleArn: role, ...sent }]);
  });

  it('answers with the group as Cognito returns it', async () => {
    const after = wireGroup('support', { Description: '', Precedence: 0, RoleArn: role });
    stub.on('GetGroup', { json: { Group: before } }).on('UpdateGroup', { json: { Group: after } });
    await expect(groups().update('support', { precedence: 0 })).resolves.toEqual({
      name: 'support',
      precedence: 0,
      createdAt: CREATED_AT,
      updatedAt: UPDATED_AT,
    });
  });

  it('revokes no token', () => expect(revocations.kept).toEqual([]));
});

describe('an undocumented answer about groups (recording stub, no emulator)', () => {
  it.each([
    ['no group', {}],
    ['a group without a name', { Group: { ...wireGroup('support'), GroupName: undefined } }],
    ['a group without times', { Group: { GroupName: 'support' } }],
  ])('is 503 for %s', async (_case, json) => {
    stub.on('GetGroup', { json }).on('CreateGroup', { json });
    await expect(groups().get('support')).rejects.toMatchObject({ code: 'cognito_unavailable', status: 503 });
    await expect(groups().create({ name: 'support' })).rejects.toMatchObject({ code: 'cognito_unavailable' });
  });

  it('is 503 for a list without items', async () => {
    stub.on('ListGroups', { json: {} });
    await expect(groups().list({ limit: 60 })).rejects.toMatchObject({ code: 'cognito_unavailable' });
  });
});

it('GET /groups passes limit and cursor on, and returns the token as the cursor', async () => {
  stub.on('ListGroups', { json: { Groups: [wireGroup('support')], NextToken: 'token+/=' } });
  const page = await groups().list({ limit: 2, cursor: 'before+/=' });
  expect(stub.sent('ListGroups')).toEqual([{ ...pool, Limit: 2, NextToken: 'before+/=' }]);
  expect(page).toEqual({
    items: [{ name: 'support', createdAt: CREATED_AT, updatedAt: UPDATED_AT }],
    nextCursor: 'token+/=',
  });
});
