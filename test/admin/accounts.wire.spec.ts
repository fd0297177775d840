import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from 'lifeguard-auth';
import { UsersAdminModule } from '../../src/admin/admin.module';
import { MembershipsService } from '../../src/admin/groups/memberships.service';
import { UserAccountsService } from '../../src/admin/users/user-accounts.service';
import { exception, html, type Answer } from '../support/cognito-stub';
import { featureServices } from '../support/feature-services';
import { principal, wireGroup, wireUser } from './admin.support';

const { get, revocations, stub } = featureServices(UsersAdminModule);
beforeEach(() => {
  stub
    .on('AdminGetUser', { json: wireUser('Alice', {}, 'UserAttributes') })
    .on('AdminListGroupsForUser', { json: { Groups: [wireGroup('support')] } })
    .on('ListUsersInGroup', { json: { Users: [wireUser('Alice'), wireUser('root')] } });
});

type Action = (username: string, caller: Principal) => Promise<unknown>;
const accounts = () => get(UserAccountsService);
const memberships = () => get(MembershipsService);
const password = { password: 'Correct-Horse-9', permanent: true };

const revoking: [string, Action][] = [
  ['AdminDeleteUser', (name, caller) => accounts().remove(name, caller)],
  ['AdminDisableUser', (name, caller) => accounts().disable(name, caller)],
  ['AdminUserGlobalSignOut', (name, caller) => accounts().signOut(name, caller)],
  ['AdminSetUserPassword', (name, caller) => accounts().setPassword(name, password, caller)],
  ['AdminAddUserToGroup', (name, caller) => memberships().add(name, 'support', caller)],
  ['AdminRemoveUserFromGroup', (name, caller) => memberships().remove(name, 'admin', caller)],
];
/** The calls before and after some of the actions. */
const AROUND: Readonly<Record<string, readonly [string[], string[]]>> = {
  AdminDeleteUser: [['AdminListGroupsForUser'], []],
  AdminDisableUser: [['AdminListGroupsForUser'], []],
  AdminSetUserPassword: [[], ['AdminUserGlobalSignOut']],
  AdminRemoveUserFromGroup: [['ListUsersInGroup'], []],
};
const alice: unknown[] = [expect.objectContaining({ kind: 'user', sub: 'Alice-sub' })];

describe.each(revoking)('%s (recording stub, no emulator)', (action, act) => {
  it('looks up the user by the name in the path, and uses the username found', async () => {
    const name = ' ALICE@example.com/é🦄';
    await expect(act(name, principal())).resolves.toMatchObject({ propagation: 'local' });
    const [before, after] = AROUND[action] ?? [[], []];
    expect(stub.actions).toEqual(['AdminGetUser', ...before, action, ...after]);
    expect(stub.sent('AdminGetUser')).toEqual([{ UserPoolId: 'eu-west-1_Stub', Username: name }]);
    expect(stub.sent(action)).toEqual([
      expect.objectContaining({ UserPoolId: 'eu-west-1_Stub', Username: 'Alice' }),
    ]);
    expect(revocations.kept).toEqual(alice);
  });

  it('does nothing and revokes nothing if the user does not exist', async () => {
    stub.on('AdminGetUser', exception('UserNotFoundException'));
    await expect(act('nobody', principal())).rejects.toMatchObject({ code: 'user_not_found' });
    expect(stub.actions).toEqual(['AdminGetUser']);
    expect(revocations.kept).toEqual([]);
  });

  it('revokes nothing if Cognito refuses', async () => {
    stub.on(action, exception('InvalidParameterException'));
    await expect(act('alice', principal())).rejects.toMatchObject({ code: 'invalid_parameter' });
    expect(revocations.kept).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['is a server error', html(500)],
    ['is cut off', 'half'],
    ['never arrives', 'hang'],
  ])('revokes if the response %s, and reports the failure', async (_case, answer) => {
    stub.on(action, answer);
    await expect(act('alice', principal())).rejects.toMatchObject({ code: 'cognito_unavailable' });
    expect(revocations.kept).toEqual(alice);
  });

  it.each([
    ['without a sub', { ...wireUser('Alice', {}, 'UserAttributes'), UserAttributes: [] }],
    ['without a username', { ...wireUser('Alice', {}, 'UserAttributes'), Username: undefined }],
    ['that is empty', {}],
  ])('does nothing to a user %s', async (_case, json) => {
    stub.on('AdminGetUser', { json });
    await expect(act('alice', principal())).rejects.toMatchObject({ code: 'cognito_unavailable' });
    expect(stub.actions).not.toContain(action);
    expect(revocations.kept).toEqual([]);
  });
});

describe('the admin’s own account (recording stub, no emulator)', () => {
  const self = principal({ sub: 'Alice-sub', username: 'Alice' });
  const guarded = revoking.filter(([action]) =>
    ['AdminDeleteUser', 'AdminDisableUser', 'AdminRemoveUserFromGroup'].includes(action),
  );

  it.each(guarded)('cannot be changed with %s, under any name', async (_action, act) => {
    await expect(act('an alias', self)).rejects.toMatchObject({ code: 'own_account' });
    expect(stub.actions).toEqual(['AdminGetUser']);
    expect(revocations.kept).toEqual([]);
  });

  it.each(guarded)('can be changed with %s by a machine whose id equals the sub', async (action, act) => {
    await act('Alice', principal({ kind: 'client', sub: 'Alice-sub', username: undefined }));
    expect(stub.actions).toContain(action);
  });

  it('is not confused with that of a user whose username is the caller’s sub', async () => {
    await accounts().remove('Alice', principal({ sub: 'another', username: 'Alice-sub' }));
    expect(stub.actions).toContain('AdminDeleteUser');
  });

  it('may leave every group but the admin group, whose name is compared exactly', async () => {
    await memberships().remove('Alice', 'Admin', self);
    expect(stub.sent('AdminRemoveUserFromGroup')).toEqual([expect.objectContaining({ GroupName: 'Admin' })]);
  });

  it.each(revoking.filter(([action]) => ['AdminUserGlobalSignOut', 'AdminSetUserPassword'].includes(action)))(
    'also loses the session of its token by %s',
    async (_action, act) => {
      await act('Alice', self);
      expect(revocations.kept).toEqual([...alice, expect.objectContaining({ originJti: 'session-of-root' })]);
    },
  );
});

describe('an action that revokes nothing (recording stub, no emulator)', () => {
  it.each([
    ['AdminEnableUser', (name: string) => accounts().enable(name)],
    ['AdminConfirmSignUp', (name: string) => accounts().confirm(name)],
    ['AdminResetUserPassword', (name: string) => accounts().resetPassword(name, {})],
  ])('%s passes the name on unchanged and revokes nothing', async (action, act) => {
    await act(' Alice é');
    expect(stub.actions).toEqual([action]);
    expect(stub.sent(action)).toEqual([{ UserPoolId: 'eu-west-1_Stub', Username: ' Alice é' }]);
    expect(revocations.kept).toEqual([]);
  });
});

it.each([true, false])('PUT …/password sends permanent %s', async (permanent) => {
  await accounts().setPassword('Alice', { password: ' p ', permanent }, principal());
  expect(stub.sent('AdminSetUserPassword')).toEqual([
    { UserPoolId: 'eu-west-1_Stub', Username: 'Alice', Password: ' p ', Permanent: permanent },
  ]);
});

it('PUT …/password reports the set password as done if the sessions could not be ended, and tokens are refused here', async () => {
  stub.on('AdminUserGlobalSignOut', exception('TooManyRequestsException'));
  const change = accounts().setPassword('Alice', password, principal());
  await expect(change).rejects.toMatchObject({ code: 'rate_limited', options: { done: ['password'] } });
  expect(revocations.kept).toEqual(alice);
});

it('PUT …/password does not report a refused password as done', async () => {
  stub.on('AdminSetUserPassword', exception('InvalidPasswordException'));
  const change = accounts().setPassword('Alice', password, principal());
  const error = await change.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'invalid_password' });
  expect(error).not.toHaveProperty('options.done');
});
