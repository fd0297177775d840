import { beforeEach, describe, expect, it } from '@jest/globals';
import { UsersAdminModule } from '../../src/admin/admin.module';
import { UserAttributesService } from '../../src/admin/users/user-attributes.service';
import { exception, html, type Answer } from '../support/cognito-stub';
import { featureServices } from '../support/feature-services';
import { wireUser } from './admin.support';

const { get, stub } = featureServices(UsersAdminModule);

const pool = { UserPoolId: 'eu-west-1_Stub' };
const target = { ...pool, Username: 'Zoe' };
const update = (attributes: Record<string, string | null>) =>
  get(UserAttributesService).update('zoe@example.com', { attributes });

describe('changing attributes (recording stub, no emulator)', () => {
  const before = wireUser('Zoe', { email: 'zoe@example.com', email_verified: 'true' }, 'UserAttributes');
  beforeEach(() => {
    stub.on('AdminGetUser', { json: before });
  });

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

  it('removes null attributes in one call', async () => {
    await update({ name: null });
    expect(stub.actions).toEqual(['AdminDeleteUserAttributes']);
    expect(stub.sent('AdminDeleteUserAttributes')).toEqual([
      { ...pool, Username: 'zoe@example.com', UserAttributeNames: ['name'] },
    ]);
  });

  it('uses the username for both calls, because the path may contain the address that changes', async () => {
    await update({ email: 'new@example.com', nickname: null });
    expect(stub.actions).toEqual(['AdminGetUser', 'AdminUpdateUserAttributes', 'AdminDeleteUserAttributes']);
    expect(stub.sent('AdminUpdateUserAttributes')).toEqual([expect.objectContaining(target)]);
    expect(stub.sent('AdminDeleteUserAttributes')).toEqual([{ ...target, UserAttributeNames: ['nickname'] }]);
  });

  it('restores what it wrote if the removal is refused', async () => {
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

  it('answers with the original refusal if restoring fails', async () => {
    stub
      .on('AdminDeleteUserAttributes', exception('InvalidParameterException'))
      .on('AdminUpdateUserAttributes', { json: {} }, exception('TooManyRequestsException'));
    const changes = { email: 'new@example.com', birthdate: null };
    await expect(update(changes)).rejects.toMatchObject({ code: 'invalid_parameter' });
    expect(stub.sent('AdminUpdateUserAttributes').length).toBeGreaterThan(1);
  });

  it.each<[string, string, Answer, number]>([
    ['restores nothing if the removal may have happened', 'AdminDeleteUserAttributes', html(500), 1],
    [
      'restores nothing if writing is refused',
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
