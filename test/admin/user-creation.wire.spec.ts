import { beforeEach, describe, expect, it } from '@jest/globals';
import { UsersAdminModule } from '../../src/admin/admin.module';
import { newUser } from '../../src/admin/users/user-bodies.schema';
import { UserCreationService } from '../../src/admin/users/user-creation.service';
import { exception, html, type Answer } from '../support/cognito-stub';
import { featureServices } from '../support/feature-services';
import { wireGroup, wireUser } from './admin.support';

const { get, stub } = featureServices(UsersAdminModule);

const pool = { UserPoolId: 'eu-west-1_Stub' };
const target = { ...pool, Username: 'Zoe' };
const create = (body: unknown) => get(UserCreationService).create(newUser.parse(body));

describe('creating a user (recording stub, no emulator)', () => {
  beforeEach(() => {
    stub
      .on('GetGroup', { json: { Group: wireGroup('any') } })
      .on('AdminCreateUser', { json: { User: wireUser('Zoe') } });
  });

  it('looks up each group once before creating the user, and returns the groups', async () => {
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

  it('creates nothing if a group does not exist', async () => {
    stub.on('GetGroup', { json: { Group: wireGroup('a') } }, exception('ResourceNotFoundException'));
    await expect(create({ username: 'zoe', groups: ['a', 'b'] })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(stub.actions).toEqual(['GetGroup', 'GetGroup']);
  });

  it.each<[string, Answer, string]>([
    ['refused', exception('ResourceNotFoundException'), 'not_found'],
    ['not answered', html(500), 'cognito_unavailable'],
  ])(
    'deletes the user again if a group is %s, and answers with that problem',
    async (_case, answer, code) => {
      stub.on('AdminAddUserToGroup', { json: {} }, answer);
      await expect(create({ username: 'zoe', groups: ['a', 'b'] })).rejects.toMatchObject({ code });
      expect(stub.sent('AdminDeleteUser')).toEqual([target]);
    },
  );

  it('answers with the first failure if the user cannot be deleted again', async () => {
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
  ])('deletes nobody if the user %s', async (_case, answer, code) => {
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
      'by e-mail if the username is an address',
      { username: 'z@example.com' },
      { DesiredDeliveryMediums: ['EMAIL'] },
    ],
    ['as Cognito does by default', {}, {}],
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
