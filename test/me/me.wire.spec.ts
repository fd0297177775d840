import { beforeAll, describe, expect, it } from '@jest/globals';
import type { NamedReason, Revocation } from 'lifeguard-auth';
import { AccountService } from '../../src/me/account/account.service';
import { MeModule } from '../../src/me/me.module';
import { ProfileService } from '../../src/me/profile/profile.service';
import type { Self } from '../../src/me/self.decorator';
import type { Ended } from '../../src/revocation/token-revoker';
import { exception, type Answer } from '../support/cognito-stub';
import { featureServices } from '../support/feature-services';

const CALLER: Self = {
  token: 'token',
  principal: {
    kind: 'user',
    sub: 'sub-1',
    username: 'alice',
    clientId: 'client2',
    groups: [],
    scopes: ['aws.cognito.signin.user.admin'],
    claims: { origin_jti: 'session-1', jti: 'token-1' },
  },
};
const user = (reason: NamedReason): Revocation => ({ kind: 'user', sub: 'sub-1', reason });
const session = (reason: NamedReason): Revocation => ({ kind: 'session', originJti: 'session-1', reason });

const withClaims = (claims: object): Self => ({
  ...CALLER,
  principal: { ...CALLER.principal, claims: { ...claims } },
});

const attributes = (record: Record<string, string>) =>
  Object.entries(record).map(([Name, Value]) => ({ Name, Value }));

describe('one’s own account on the wire (stub endpoint, no emulator)', () => {
  const { get, revocations, stub } = featureServices(MeModule, {
    COGNITO_CLIENT_SECRETS: 'client2=topsecret',
  });
  let profile: ProfileService;
  let account: AccountService;
  beforeAll(() => {
    profile = get(ProfileService);
    account = get(AccountService);
  });

  describe('reading', () => {
    it('calls GetUser with the caller’s token and returns the user', async () => {
      stub.on('GetUser', {
        json: {
          Username: 'alice',
          UserAttributes: attributes({ sub: 'sub-1', email: 'a@example.com' }),
          UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
          PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
        },
      });
      await expect(profile.read(CALLER)).resolves.toEqual({
        username: 'alice',
        sub: 'sub-1',
        attributes: { sub: 'sub-1', email: 'a@example.com' },
        mfaMethods: ['SOFTWARE_TOKEN_MFA'],
        preferredMfa: 'SOFTWARE_TOKEN_MFA',
      });
      expect(stub.sent('GetUser')).toEqual([{ AccessToken: 'token' }]);
    });

    it('omits absent members of the user', async () => {
      stub.on('GetUser', { json: { Username: 'alice', UserAttributes: [] } });
      await expect(profile.read(CALLER)).resolves.toEqual({
        username: 'alice',
        sub: 'sub-1',
        attributes: {},
        mfaMethods: [],
      });
    });
  });

  describe('changing attributes', () => {
    const change = (wanted: Record<string, string | null>) => profile.change(CALLER, { attributes: wanted });
    const before: Answer = {
      json: {
        Username: 'alice',
        UserAttributes: attributes({ sub: 'sub-1', name: 'Old', email_verified: 'true' }),
      },
    };

    it('calls one action if one is sufficient', async () => {
      await change({ name: 'New', nickname: '' });
      await change({ nickname: null });
      expect(stub.actions).toEqual(['UpdateUserAttributes', 'DeleteUserAttributes']);
      expect(stub.sent('UpdateUserAttributes')).toEqual([
        { AccessToken: 'token', UserAttributes: attributes({ name: 'New', nickname: '' }) },
      ]);
      expect(stub.sent('DeleteUserAttributes')).toEqual([
        { AccessToken: 'token', UserAttributeNames: ['nickname'] },
      ]);
    });

    it.each<[string, Record<string, string | null>]>([
      ['written', { name: 'New', 'custom:role': 'admin' }],
      ['removed', { name: 'New', 'custom:role': null }],
    ])('does not call Cognito if one of the attributes may not be %s', async (_how, wanted) => {
      await expect(change(wanted)).rejects.toMatchObject({ status: 403, code: 'attribute_not_writable' });
      expect(stub.requests).toEqual([]);
    });

    it('writes before it removes, and removes nothing if writing is refused', async () => {
      stub.on('GetUser', before).on('UpdateUserAttributes', exception('InvalidParameterException'));
      await expect(change({ name: 'New', nickname: null })).rejects.toMatchObject({
        code: 'invalid_parameter',
      });
      expect(stub.actions).toEqual(['GetUser', 'UpdateUserAttributes']);
    });

    it('restores what it wrote if the removal is refused', async () => {
      stub
        .on('GetUser', before)
        .on('DeleteUserAttributes', exception('InvalidParameterException'), { json: {} });
      const sent = change({ name: 'New', locale: 'en', nickname: null });
      await expect(sent).rejects.toMatchObject({ code: 'invalid_parameter' });
      expect(stub.sent('UpdateUserAttributes')[1]).toEqual({
        AccessToken: 'token',
        UserAttributes: attributes({ name: 'Old' }),
      });
      expect(stub.sent('DeleteUserAttributes')[1]).toEqual({
        AccessToken: 'token',
        UserAttributeNames: ['locale'],
      });
    });

    it('restores nothing if it is unknown whether the removal happened', async () => {
      stub.on('GetUser', before).on('DeleteUserAttributes', 'reset');
      const sent = change({ name: 'New', nickname: null });
      await expect(sent).rejects.toMatchObject({ code: 'cognito_unavailable' });
      expect(stub.sent('UpdateUserAttributes')).toHaveLength(1);
    });

    it('answers with the original refusal if restoring fails', async () => {
      stub
        .on('GetUser', before)
        .on('UpdateUserAttributes', { json: {} }, exception('InternalErrorException', 'x', 500))
        .on('DeleteUserAttributes', exception('InvalidParameterException'));
      await expect(change({ name: 'New', nickname: null })).rejects.toMatchObject({
        code: 'invalid_parameter',
      });
    });
  });

  it('calls ChangePassword, and answers not_allowed to a wrong password', async () => {
    stub.on(
      'ChangePassword',
      { json: {} },
      exception('NotAuthorizedException', 'Incorrect username or password.'),
    );
    const passwords = { previousPassword: 'a', proposedPassword: 'b' };
    await account.changePassword(CALLER, passwords);
    expect(stub.sent('ChangePassword')).toEqual([
      { AccessToken: 'token', PreviousPassword: 'a', ProposedPassword: 'b' },
    ]);
    await expect(account.changePassword(CALLER, passwords)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(revocations.kept).toEqual([]);
  });

  const ENDING: [string, () => Promise<Ended>, object, Revocation[]][] = [
    [
      'RevokeToken',
      () => account.revoke(CALLER, { refreshToken: 'refresh' }),
      { Token: 'refresh', ClientId: 'client2', ClientSecret: 'topsecret' },
      [session('revoked')],
    ],
    [
      'GlobalSignOut',
      () => account.signOut(CALLER),
      { AccessToken: 'token' },
      [user('sign-out'), session('sign-out')],
    ],
    [
      'DeleteUser',
      () => account.delete(CALLER),
      { AccessToken: 'token' },
      [user('deleted'), session('deleted')],
    ],
  ];

  describe.each(ENDING)('%s', (action, end, body, what) => {
    it('is called once, and the revocation is recorded before the response', async () => {
      await expect(end()).resolves.toMatchObject({ propagation: 'local' });
      expect(stub.sent(action)).toEqual([body]);
      expect(revocations.kept).toEqual(what);
    });

    it.each<[string, Answer]>([
      ['the connection was cut', 'reset'],
      ['no response arrived', 'hang'],
      ['Cognito failed', exception('InternalErrorException', 'x', 500)],
    ])('is recorded if %s, because it may have been carried out', async (_what, answer) => {
      stub.on(action, answer);
      await expect(end()).rejects.toMatchObject({ code: 'cognito_unavailable' });
      expect(stub.requests).toHaveLength(1);
      expect(revocations.kept).toEqual(what);
    });

    it('is not recorded if Cognito refused', async () => {
      stub.on(action, exception('InvalidParameterException'));
      await expect(end()).rejects.toMatchObject({ code: 'invalid_parameter' });
      expect(revocations.kept).toEqual([]);
    });
  });

  it('POST /me/revoke revokes the token itself if it names no session', async () => {
    await account.revoke(withClaims({ jti: 'token-1' }), { refreshToken: 'refresh' });
    expect(revocations.kept).toEqual([{ kind: 'token', jti: 'token-1', reason: 'revoked' }]);
  });
});
