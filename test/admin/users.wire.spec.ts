import { describe, expect, it } from '@jest/globals';
import { UsersAdminModule } from '../../src/admin/admin.module';
import { UsersService } from '../../src/admin/users/users.service';
import { featureServices } from '../support/feature-services';
import { CREATED_AT, UPDATED_AT, wireGroup, wireUser } from './admin.support';

const { get, stub } = featureServices(UsersAdminModule);

const pool = { UserPoolId: 'eu-west-1_Stub' };
const target = { ...pool, Username: 'Zoe' };
const users = () => get(UsersService);

describe('reading users (recording stub, no emulator)', () => {
  it('collects the groups of a user from every page, by username', async () => {
    stub
      .on('AdminGetUser', { json: wireUser('Zoe', { email: 'z@example.com' }, 'UserAttributes') })
      .on(
        'AdminListGroupsForUser',
        { json: { Groups: [wireGroup('a')], NextToken: 'more' } },
        { json: { Groups: [wireGroup('b')] } },
      );
    await expect(users().get('z@example.com')).resolves.toEqual({
      username: 'Zoe',
      sub: 'Zoe-sub',
      status: 'CONFIRMED',
      enabled: true,
      createdAt: CREATED_AT,
      updatedAt: UPDATED_AT,
      attributes: { sub: 'Zoe-sub', email: 'z@example.com' },
      groups: ['a', 'b'],
      mfa: { enabled: [] },
    });
    expect(stub.sent('AdminListGroupsForUser')).toEqual([
      { ...target, Limit: 60 },
      { ...target, Limit: 60, NextToken: 'more' },
    ]);
  });

  it('stops after a bounded number of pages of groups', async () => {
    let token = 0;
    stub
      .on('AdminGetUser', { json: wireUser('Zoe', {}, 'UserAttributes') })
      .on(
        'AdminListGroupsForUser',
        ...Array.from({ length: 99 }, () => ({ json: { Groups: [], NextToken: `${(token += 1)}` } })),
      );
    await expect(users().get('zoe')).rejects.toMatchObject({ code: 'cognito_unavailable' });
    expect(stub.sent('AdminListGroupsForUser')).toHaveLength(50);
  });

  it('passes limit, cursor and filter on unchanged', async () => {
    stub.on('ListUsers', { json: { Users: [wireUser('Zoe')], PaginationToken: 'token+/=' } });
    const filter = String.raw`name ^= "Z\"o"`;
    const page = await users().list({ limit: 7, cursor: 'before', filter });
    expect(stub.sent('ListUsers')).toEqual([
      { ...pool, Limit: 7, PaginationToken: 'before', Filter: filter },
    ]);
    expect(page).toMatchObject({ items: [{ username: 'Zoe' }], nextCursor: 'token+/=' });
    expect(page.items[0]).not.toHaveProperty('groups');
  });

  it('has no cursor on the last page', async () => {
    stub.on('ListUsers', { json: { Users: [], PaginationToken: '' } });
    await expect(users().list({ limit: 1 })).resolves.toEqual({ items: [] });
  });

  it.each([
    ['no list', {}],
    ['a user without a sub', { Users: [{ ...wireUser('b'), Attributes: [] }] }],
    ['a user without a status', { Users: [{ ...wireUser('a'), UserStatus: undefined }] }],
    ['a user without `Enabled`', { Users: [{ ...wireUser('a'), Enabled: undefined }] }],
  ])('answers 503 to %s', async (_case, json) => {
    stub.on('ListUsers', { json });
    await expect(users().list({ limit: 60 })).rejects.toMatchObject({
      code: 'cognito_unavailable',
      status: 503,
    });
  });

  it('lists the other users of a page if one has no sub', async () => {
    stub.on('ListUsers', { json: { Users: [wireUser('a'), { ...wireUser('b'), Attributes: [] }] } });
    await expect(users().list({ limit: 60 })).resolves.toMatchObject({ items: [{ username: 'a' }] });
  });

  it('aborts the call to Cognito when the caller disconnects', async () => {
    stub.on('ListUsers', 'hang');
    const gone = new AbortController();
    const asked = users().list({ limit: 60 }, gone.signal);
    const timer = setInterval(() => stub.requests.length > 0 && gone.abort(), 5);
    await expect(asked).rejects.toBeDefined();
    clearInterval(timer);
    await expect(stub.requests[0]?.cutShort).resolves.toBe(true);
    expect(stub.requests).toHaveLength(1);
  });
});
