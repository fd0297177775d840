import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { newUser } from '../../src/users/admin/user-bodies.schema';
import { UserAttributesService } from '../../src/users/admin/user-attributes.service';
import { UserCreationService } from '../../src/users/admin/user-creation.service';
import { UsersService } from '../../src/users/admin/users.service';
import { CognitoStub, exception, html, type Answer } from '../wire/cognito-stub';
import { wireSettings } from '../wire/wire-settings';
import { adminServices, CREATED_AT, KeptRevocations, UPDATED_AT, wireGroup, wireUser } from './admin.support';

let stub: CognitoStub;
let app: INestApplicationContext;
beforeAll(async () => {
  stub = await CognitoStub.start();
  app = await adminServices(wireSettings(stub.url), new KeptRevocations());
});
afterAll(async () => {
  await app.close();
  await stub.close();
});
beforeEach(() => stub.reset());

const pool = { UserPoolId: 'eu-west-1_Stub' };
const target = { ...pool, Username: 'Zoe' };

describe('creating a user (recording stub, no emulator)', () => {
  const create = (body: unknown) => app.get(UserCreationService).create(newUser.parse(body));
  beforeEach(() => {
    stub
      .on('GetGroup', { json: { Group: wireGroup('any') } })
      .on('AdminCreateUser', { json: { User: wireUser('Zoe') } });
  });

  it('looks the groups up first, each once, and answers with them', async () => {
    const user = await create({ username: 'zoe', groups: ['b', 'a', 'b'] });
    expect(user).toMatchObject({ username: 'Zoe', sub: 'Zoe-sub', groups: ['b', 'a'] });
    expect(stub.actions).toEqual([
      'GetGroup',
      'GetGroup',
      'AdminCreateUser',
      'AdminAddUserToGroup',
      'AdminAddUserToGroup',
    ]);
    expect(stub.sent('AdminAddUserToGroup')).toEqual([
      { ...target, GroupName: 'b' },
      { ...target, GroupName: 'a' },
    ]);
  });

  it('creates nothing where a group does not exist', async () => {
    stub.on('GetGroup', { json: { Group: wireGroup('a') } }, exception('ResourceNotFoundException'));
    await expect(create({ username: 'zoe', groups: ['a', 'b'] })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(stub.actions).toEqual(['GetGroup', 'GetGroup']);
  });

  it.each<[string, Answer, string]>([
    ['refused', exception('ResourceNotFoundException'), 'not_found'],
    ['not answered', html(500), 'cognito_unavailable'],
  ])('deletes the user again where a group is %s, and answers that', async (_case, answer, code) => {
    stub.on('AdminAddUserToGroup', { json: {} }, answer);
    await expect(create({ username: 'zoe', groups: ['a', 'b'] })).rejects.toMatchObject({ code });
    expect(stub.sent('AdminDeleteUser')).toEqual([target]);
  });

  it('answers the first failure where the user cannot be deleted again either', async () => {
    stub
      .on('AdminAddUserToGroup', exception('ResourceNotFoundException'))
      .on('AdminDeleteUser', exception('TooManyRequestsException'));
    await expect(create({ username: 'zoe', groups: ['a'] })).rejects.toMatchObject({ code: 'not_found' });
    expect(stub.actions).toContain('AdminDeleteUser');
  });

  it.each<[string, Answer, string]>([
    ['exists', exception('UsernameExistsException'), 'username_exists'],
    ['may exist', html(500), 'cognito_unavailable'],
    [
      'was answered without a sub',
      { json: { User: { ...wireUser('Zoe'), Attributes: [] } } },
      'cognito_unavailable',
    ],
    ['was not answered', { json: {} }, 'cognito_unavailable'],
  ])('deletes nobody where the user %s', async (_case, answer, code) => {
    stub.on('AdminCreateUser', answer);
    await expect(create({ username: 'zoe', groups: ['a'] })).rejects.toMatchObject({ code });
    expect(stub.actions).toEqual(['GetGroup', 'AdminCreateUser']);
  });

  it.each<[string, object, object]>([
    [
      'by e-mail',
      { attributes: { email: 'z@example.com', phone_number: '+15550100' } },
      { DesiredDeliveryMediums: ['EMAIL'] },
    ],
    ['by SMS', { attributes: { phone_number: '+15550100' } }, { DesiredDeliveryMediums: ['SMS'] }],
    [
      'by e-mail where the username is an address',
      { username: 'z@example.com' },
      { DesiredDeliveryMediums: ['EMAIL'] },
    ],
    ['as Cognito does by itself', {}, {}],
    [
      'not at all',
      { sendInvitation: false, attributes: { email: 'z@example.com' } },
      { MessageAction: 'SUPPRESS' },
    ],
  ])('invites %s', async (_case, body, sent) => {
    await create({ username: 'zoe', temporaryPassword: 'Changeme-1', ...body });
    expect(stub.sent('AdminCreateUser')).toEqual([
      {
        ...pool,
        Username: 'zoe',
        TemporaryPassword: 'Changeme-1',
        UserAttributes: expect.any(Array),
        ...('username' in body && { Username: body.username }),
        ...sent,
      },
    ]);
  });
});

describe('changing attributes (recording stub, no emulator)', () => {
  const update = (attributes: Record<string, string | null>) =>
    app.get(UserAttributesService).update('zoe@example.com', { attributes });
  const before = wireUser('Zoe', { email: 'zoe@example.com', email_verified: 'true' }, 'UserAttributes');
  beforeEach(() => stub.on('AdminGetUser', { json: before }));

  it('writes values in one call', async () => {
    await update({ name: 'Zoe', locale: '' });
    expect(stub.actions).toEqual(['AdminUpdateUserAttributes']);
    expect(stub.sent('AdminUpdateUserAttributes')).toEqual([
      {
        ...pool,
        Username: 'zoe@example.com',
        UserAttributes: [
          { Name: 'name', Value: 'Zoe' },
          { Name: 'locale', Value: '' },
        ],
      },
    ]);
  });

  it('removes what is null in one call', async () => {
    await update({ name: null });
    expect(stub.actions).toEqual(['AdminDeleteUserAttributes']);
    expect(stub.sent('AdminDeleteUserAttributes')).toEqual([
      { ...pool, Username: 'zoe@example.com', UserAttributeNames: ['name'] },
    ]);
  });

  it('does both to the username, since the path may be the address that changes', async () => {
    await update({ email: 'new@example.com', nickname: null });
    expect(stub.actions).toEqual(['AdminGetUser', 'AdminUpdateUserAttributes', 'AdminDeleteUserAttributes']);
    expect(stub.sent('AdminUpdateUserAttributes')).toEqual([expect.objectContaining(target)]);
    expect(stub.sent('AdminDeleteUserAttributes')).toEqual([{ ...target, UserAttributeNames: ['nickname'] }]);
  });

  it('puts back what it wrote where the removal is refused', async () => {
    stub.on('AdminDeleteUserAttributes', exception('InvalidParameterException'), { json: {} });
    const changes = { email: 'new@example.com', locale: 'fr', birthdate: null };
    await expect(update(changes)).rejects.toMatchObject({ code: 'invalid_parameter' });
    expect(stub.sent('AdminUpdateUserAttributes')[1]).toEqual({
      ...target,
      UserAttributes: [
        { Name: 'email', Value: 'zoe@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    expect(stub.sent('AdminDeleteUserAttributes')[1]).toEqual({ ...target, UserAttributeNames: ['locale'] });
  });

  it('answers the refusal where it cannot be put back', async () => {
    stub
      .on('AdminDeleteUserAttributes', exception('InvalidParameterException'))
      .on('AdminUpdateUserAttributes', { json: {} }, exception('TooManyRequestsException'));
    const changes = { email: 'new@example.com', birthdate: null };
    await expect(update(changes)).rejects.toMatchObject({ code: 'invalid_parameter' });
    expect(stub.sent('AdminUpdateUserAttributes').length).toBeGreaterThan(1);
  });

  it.each<[string, string, Answer, number]>([
    ['leaves it where the removal may have happened', 'AdminDeleteUserAttributes', html(500), 1],
    [
      'has nothing to put back where the writing is refused',
      'AdminUpdateUserAttributes',
      exception('AliasExistsException'),
      1,
    ],
  ])('%s', async (_case, action, answer, writes) => {
    stub.on(action, answer);
    await expect(update({ email: 'new@example.com', birthdate: null })).rejects.toBeDefined();
    expect(stub.sent('AdminUpdateUserAttributes')).toHaveLength(writes);
    if (action === 'AdminUpdateUserAttributes')
      expect(stub.actions).not.toContain('AdminDeleteUserAttributes');
  });
});

describe('reading users (recording stub, no emulator)', () => {
  const users = () => app.get(UsersService);

  it('gives a user with its groups of every page, asked for by its username', async () => {
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
    });
    expect(stub.sent('AdminListGroupsForUser')).toEqual([
      { ...target, Limit: 60 },
      { ...target, Limit: 60, NextToken: 'more' },
    ]);
  });

  it('gives up on groups without an end', async () => {
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

  it('passes limit, cursor and filter on as they came', async () => {
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
    ['a user without a sub', { Users: [wireUser('a'), { ...wireUser('b'), Attributes: [] }] }],
    ['a user without a status', { Users: [{ ...wireUser('a'), UserStatus: undefined }] }],
    ['a user that may or may not be enabled', { Users: [{ ...wireUser('a'), Enabled: undefined }] }],
  ])('answers 503 to %s', async (_case, json) => {
    stub.on('ListUsers', { json });
    await expect(users().list({ limit: 60 })).rejects.toMatchObject({
      code: 'cognito_unavailable',
      status: 503,
    });
  });

  it('stops asking Cognito when the caller has gone', async () => {
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
