import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { DEFAULT_SEED, subOf } from './seed';
import { claimsOf, clientFor, failure, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const target = (Username: string) => ({ UserPoolId: pool.userPoolId, Username });
const list = async (options: { Limit?: number; Filter?: string; PaginationToken?: string }) => {
  const answer = await clientFor(pool).send(
    new ListUsersCommand({ UserPoolId: pool.userPoolId, ...options }),
  );
  return { names: (answer.Users ?? []).map((user) => user.Username), token: answer.PaginationToken };
};

const group = (GroupName: string) => ({ UserPoolId: pool.userPoolId, GroupName });

describe('ListUsers', () => {
  it('returns every user once, in pages of the requested size', async () => {
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      // Each page needs the token of the previous one.
      // oxlint-disable-next-line no-await-in-loop
      const page = await list({ Limit: 10, PaginationToken: token });
      expect(page.names.length).toBeLessThanOrEqual(10);
      seen.push(...page.names);
      ({ token } = page);
    } while (token !== undefined);
    expect(seen).toHaveLength(DEFAULT_SEED.users.length);
    expect(new Set(seen)).toEqual(new Set(DEFAULT_SEED.users.map((user) => user.username)));
  });

  it('returns no token with the last page', async () => {
    expect((await list({ Filter: 'username = "alice"', Limit: 1 })).token).toBeUndefined();
  });

  it.each([
    ['a limit over 60', { Limit: 61 }],
    ['an invalid token', { PaginationToken: 'bm9uc2Vuc2U=' }],
    ['a filter that cannot be parsed', { Filter: 'email' }],
    ['a filter without quotation marks', { Filter: 'email = alice' }],
    ['a filter on another attribute', { Filter: 'custom:tenant = "x"' }],
  ])('refuses %s', async (_case, options) => {
    await expect(list(options)).rejects.toMatchObject(failure('InvalidParameterException'));
  });

  it.each([
    ['username = "alice"', ['alice']],
    ['username = "ALICE"', []],
    ['username ^= "user0"', Array.from({ length: 9 }, (_, index) => `user0${index + 1}`)],
    ['email = "bob@example.com"', ['bob']],
    ['email ^= "ro"', ['root']],
    ['name = "Alice Archer"', ['alice']],
    ['given_name = "Bob"', ['bob']],
    ['family_name ^= "Roo"', ['root']],
    ['phone_number = "+1"', []],
    ['preferred_username = "x"', []],
    ['status = "Disabled"', []],
    ['cognito:user_status = "unconfirmed"', []],
    [`sub = "${subOf('root')}"`, ['root']],
  ])('filters by %s', async (filter, names) => {
    expect((await list({ Filter: filter })).names).toEqual(names);
  });

  it('filters by a value with an escaped quotation mark', async () => {
    const UserAttributes = [{ Name: 'name', Value: 'The "Boss"' }];
    const user = { ...target('boss'), UserAttributes, MessageAction: 'SUPPRESS' as const };
    await clientFor(pool).send(new AdminCreateUserCommand(user));
    const found = await list({ Filter: String.raw`name = "The \"Boss\""` });
    await clientFor(pool).send(new AdminDeleteUserCommand(target('boss')));
    expect(found.names).toEqual(['boss']);
  });
});

describe('an administrator', () => {
  it.each([
    ['sub', subOf('alice')],
    ['e-mail address in any case', 'ALICE@example.com'],
    ['username in another case', 'Alice'],
  ])('can name a user by %s', async (_case, name) => {
    const user = await clientFor(pool).send(new AdminGetUserCommand(target(name)));
    expect(user.Username).toBe('alice');
  });

  it('gets UserNotFoundException for an unknown user', async () => {
    await expect(clientFor(pool).send(new AdminGetUserCommand(target('nobody')))).rejects.toMatchObject(
      failure('UserNotFoundException', 'User does not exist.'),
    );
  });

  it('cannot create a user whose name is taken', async () => {
    const command = new AdminCreateUserCommand({ ...target('alice'), MessageAction: 'SUPPRESS' });
    await expect(clientFor(pool).send(command)).rejects.toMatchObject(failure('UsernameExistsException'));
  });

  it('creates a user who must change the temporary password', async () => {
    const command = new AdminCreateUserCommand({ ...target('fresh'), TemporaryPassword: 'Temp-Pass-1' });
    const { User: user } = await clientFor(pool).send(command);
    await clientFor(pool).send(new AdminDeleteUserCommand(target('fresh')));
    expect(user?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('invites by e-mail with a temporary password', async () => {
    const UserAttributes = [{ Name: 'email', Value: 'invited@example.com' }];
    await clientFor(pool).send(new AdminCreateUserCommand({ ...target('invited'), UserAttributes }));
    await clientFor(pool).send(new AdminDeleteUserCommand(target('invited')));
    expect(pool.lastCode('invited')).toMatch(/-aA1$/);
  });

  it('gets times as dates', async () => {
    const user = await clientFor(pool).send(new AdminGetUserCommand(target('alice')));
    expect(Math.abs(Date.now() - (user.UserCreateDate?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  it('can have users named like properties of Object.prototype', async () => {
    const strange = target('__proto__');
    await clientFor(pool).send(new AdminCreateUserCommand({ ...strange, MessageAction: 'SUPPRESS' }));
    const user = await clientFor(pool).send(new AdminGetUserCommand(strange));
    await clientFor(pool).send(new AdminDeleteUserCommand(strange));
    expect(user.Username).toBe('__proto__');
  });
});

describe('groups', () => {
  it('are returned in pages', async () => {
    const first = await clientFor(pool).send(
      new ListGroupsCommand({ UserPoolId: pool.userPoolId, Limit: 1 }),
    );
    const second = await clientFor(pool).send(
      new ListGroupsCommand({ UserPoolId: pool.userPoolId, Limit: 1, NextToken: first.NextToken }),
    );
    expect([first.Groups?.[0]?.GroupName, second.Groups?.[0]?.GroupName]).toEqual(['admin', 'support']);
  });

  it('have members that are returned in pages', async () => {
    const command = { ...group('support'), Limit: 3 };
    const first = await clientFor(pool).send(new ListUsersInGroupCommand(command));
    const next = { ...command, NextToken: first.NextToken };
    const second = await clientFor(pool).send(new ListUsersInGroupCommand(next));
    const names = [...(first.Users ?? []), ...(second.Users ?? [])].map((user) => user.Username);
    expect(names).toEqual(['bob', 'user01', 'user02', 'user03']);
  });

  it('are found for a user named by alias', async () => {
    const command = new AdminListGroupsForUserCommand(target('ROOT@example.com'));
    const { Groups: groups } = await clientFor(pool).send(command);
    expect(groups?.map((item) => item.GroupName)).toEqual(['admin']);
  });

  it('accept a member named by alias, once', async () => {
    await clientFor(pool).send(new CreateGroupCommand(group('aliases')));
    for (const name of [subOf('alice'), 'alice']) {
      // The second request must find the membership of the first.
      // oxlint-disable-next-line no-await-in-loop
      await clientFor(pool).send(new AdminAddUserToGroupCommand({ ...target(name), GroupName: 'aliases' }));
    }
    const { Users: users } = await clientFor(pool).send(new ListUsersInGroupCommand(group('aliases')));
    await clientFor(pool).send(new DeleteGroupCommand(group('aliases')));
    expect(users?.map((user) => user.Username)).toEqual(['alice']);
  });

  it('cannot be created twice', async () => {
    await expect(clientFor(pool).send(new CreateGroupCommand(group('admin')))).rejects.toMatchObject(
      failure('GroupExistsException'),
    );
  });

  it('can be changed', async () => {
    await clientFor(pool).send(new CreateGroupCommand({ ...group('changing'), Precedence: 3 }));
    await clientFor(pool).send(new UpdateGroupCommand({ ...group('changing'), Description: 'New' }));
    const { Group: changed } = await clientFor(pool).send(new GetGroupCommand(group('changing')));
    await clientFor(pool).send(new DeleteGroupCommand(group('changing')));
    expect(changed).toMatchObject({ Description: 'New', Precedence: 3 });
  });

  it('cannot be joined if they do not exist', async () => {
    const command = new AdminAddUserToGroupCommand({ ...target('alice'), GroupName: 'missing' });
    await expect(clientFor(pool).send(command)).rejects.toMatchObject(failure('ResourceNotFoundException'));
  });

  it('lose their members when they are deleted', async () => {
    await clientFor(pool).send(new CreateGroupCommand(group('shortlived')));
    await clientFor(pool).send(
      new AdminAddUserToGroupCommand({ ...target('user30'), GroupName: 'shortlived' }),
    );
    await clientFor(pool).send(new DeleteGroupCommand(group('shortlived')));
    expect(claimsOf((await signIn(pool, 'user30')).AccessToken)).not.toHaveProperty('cognito:groups');
  });
});
