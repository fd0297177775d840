import { wireGroup, wireUser } from '../admin/admin.support';
import { CognitoStub, exception, html, type Answer } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';

const SECONDS = 1_772_357_400;
const [CREATED, UPDATED] = ['2026-03-01T09:30:00.000Z', '2026-03-01T09:31:00.000Z'];
const SESSION = {
  SessionId: 'tkn1',
  SessionType: 'TOKEN',
  ClientId: 'client1',
  CreateDate: SECONDS,
  LastActiveDate: SECONDS + 60,
  DeviceType: 'Firefox',
  LastIPAddress: '203.0.113.7',
  LastLocation: { City: 'Dublin', Country: 'Ireland' },
  IsCurrentSession: true,
};
const OUR_SESSION = {
  id: 'tkn1',
  type: 'token',
  clientId: 'client1',
  createdAt: CREATED,
  lastActiveAt: UPDATED,
  deviceType: 'Firefox',
  lastIp: '203.0.113.7',
  lastCity: 'Dublin',
  lastCountry: 'Ireland',
  current: true,
};
const SSO = { SessionId: 'sso1', SessionType: 'SSO', ClientId: 'client1', CreateDate: SECONDS };
const DEVICE = {
  DeviceKey: 'eu-west-1_0a',
  DeviceAttributes: [
    { Name: 'device_name', Value: 'Phone' },
    { Name: 'device_status', Value: 'valid' },
    { Name: 'last_ip_used', Value: '203.0.113.7' },
  ],
  DeviceCreateDate: SECONDS,
  DeviceLastModifiedDate: SECONDS + 60,
  DeviceLastAuthenticatedDate: SECONDS + 60,
};
const OUR_DEVICE = {
  key: 'eu-west-1_0a',
  name: 'Phone',
  status: 'valid',
  lastIp: '203.0.113.7',
  createdAt: CREATED,
  updatedAt: UPDATED,
  lastSeenAt: UPDATED,
};
const PASSKEY = {
  CredentialId: 'id+/=',
  FriendlyCredentialName: 'Phone',
  RelyingPartyId: 'example.com',
  AuthenticatorAttachment: 'platform',
  AuthenticatorTransports: ['internal'],
  CreatedAt: SECONDS,
};
const CREDENTIAL = {
  id: 'abc',
  rawId: 'abc',
  type: 'public-key',
  response: { clientDataJSON: 'e30', attestationObject: 'o2M', transports: ['internal'] },
  clientExtensionResults: { credProps: { rk: true } },
};
const DELIVERY = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' };
const CODE_SENT = { attribute: 'email', medium: 'email', destination: 'a***@e***' };
const FACTOR_SETTINGS = {
  SMSMfaSettings: { Enabled: true, PreferredMfa: false },
  SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  EmailMfaSettings: { Enabled: false, PreferredMfa: false },
};

/** A route of one action: the call, the request to Cognito and its answer, and the response to the caller. */
interface Row {
  readonly call: readonly [method: string, path: string, body?: unknown];
  readonly sent: object;
  readonly answer?: object;
  readonly status: number;
  readonly body?: unknown;
}

const token = { AccessToken: expect.any(String) as unknown };
const alice = { UserPoolId: 'eu-west-1_TestPool1', Username: 'alice' };

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  GetUserAttributeVerificationCode: [
    {
      call: ['POST', '/me/attributes/email/code'],
      sent: { ...token, AttributeName: 'email' },
      answer: { CodeDeliveryDetails: DELIVERY },
      status: 202,
      body: CODE_SENT,
    },
    {
      call: ['POST', '/me/attributes/phone_number/code'],
      sent: { ...token, AttributeName: 'phone_number' },
      answer: {},
      status: 202,
      body: { attribute: 'phone_number', medium: 'sms', destination: '' },
    },
  ],
  VerifyUserAttribute: [
    {
      call: ['POST', '/me/attributes/email/verify', { code: '123456' }],
      sent: { ...token, AttributeName: 'email', Code: '123456' },
      status: 204,
    },
  ],
  UpdateUserAttributes: [
    {
      call: ['PATCH', '/me', { attributes: { email: 'a@example.com' } }],
      sent: { ...token, UserAttributes: [{ Name: 'email', Value: 'a@example.com' }] },
      answer: { CodeDeliveryDetailsList: [DELIVERY] },
      status: 200,
      body: { codes: [CODE_SENT] },
    },
    {
      call: ['PATCH', '/me', { attributes: { name: 'Alice' } }],
      sent: { ...token, UserAttributes: [{ Name: 'name', Value: 'Alice' }] },
      answer: { CodeDeliveryDetailsList: [] },
      status: 204,
    },
  ],
  GetUserAuthFactors: [
    {
      call: ['GET', '/me/mfa'],
      sent: token,
      answer: {
        Username: 'alice',
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP', 'OTHER'],
        PreferredMfaSetting: 'SMS_MFA',
        ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'OTHER'],
      },
      status: 200,
      body: {
        enabled: ['totp', 'sms', 'email'],
        preferred: 'sms',
        signInFactors: ['password', 'email-otp', 'sms-otp', 'passkey'],
      },
    },
    {
      call: ['GET', '/me/mfa'],
      sent: token,
      answer: { Username: 'alice' },
      status: 200,
      body: { enabled: [], signInFactors: [] },
    },
  ],
  SetUserMFAPreference: [
    {
      call: ['PUT', '/me/mfa', { enabled: ['totp', 'sms'], preferred: 'totp' }],
      sent: { ...token, ...FACTOR_SETTINGS },
      status: 204,
    },
    {
      call: ['PUT', '/me/mfa', { enabled: [], preferred: null, passkey: false }],
      sent: {
        ...token,
        SMSMfaSettings: { Enabled: false, PreferredMfa: false },
        SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
        EmailMfaSettings: { Enabled: false, PreferredMfa: false },
        WebAuthnMfaSettings: { Enabled: false },
      },
      status: 204,
    },
  ],
  AssociateSoftwareToken: [
    {
      call: ['POST', '/me/mfa/totp'],
      sent: token,
      answer: { SecretCode: 'JBSWY3DPEHPK3PXP' },
      status: 201,
      body: {
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/My%20App:alice?secret=JBSWY3DPEHPK3PXP&issuer=My%20App',
        qr: expect.stringMatching(/^data:image\/svg\+xml/),
      },
    },
  ],
  VerifySoftwareToken: [
    {
      call: ['POST', '/me/mfa/totp/verify', { code: '123456', deviceName: 'Phone', enable: false }],
      sent: { ...token, UserCode: '123456', FriendlyDeviceName: 'Phone' },
      answer: { Status: 'SUCCESS' },
      status: 204,
    },
  ],
  ListUserSessions: [
    {
      call: ['GET', '/me/sessions?cursor=abc'],
      sent: { ...token, NextToken: 'abc' },
      answer: { Sessions: [SESSION, SSO], NextToken: 'def' },
      status: 200,
      body: {
        items: [
          OUR_SESSION,
          {
            id: 'sso1',
            type: 'sso',
            clientId: 'client1',
            createdAt: CREATED,
            lastActiveAt: CREATED,
            current: false,
          },
        ],
        nextCursor: 'def',
      },
    },
  ],
  RevokeUserSession: [
    { call: ['DELETE', '/me/sessions/tkn2'], sent: { ...token, SessionId: 'tkn2' }, status: 204 },
    {
      call: ['DELETE', '/me/sessions/sso1?linked=true'],
      sent: { ...token, SessionId: 'sso1', RevokeAssociatedSessions: 'LINKED' },
      status: 204,
    },
    {
      call: ['DELETE', '/me/sessions/sso1?linked=false'],
      sent: { ...token, SessionId: 'sso1' },
      status: 204,
    },
  ],
  ListDevices: [
    {
      call: ['GET', '/me/devices?limit=5&cursor=abc'],
      sent: { ...token, Limit: 5, PaginationToken: 'abc' },
      answer: { Devices: [DEVICE], PaginationToken: 'def' },
      status: 200,
      body: { items: [OUR_DEVICE], nextCursor: 'def' },
    },
  ],
  GetDevice: [
    {
      call: ['GET', '/me/devices/eu-west-1_0a'],
      sent: { ...token, DeviceKey: 'eu-west-1_0a' },
      answer: { Device: DEVICE },
      status: 200,
      body: OUR_DEVICE,
    },
  ],
  ConfirmDevice: [
    {
      call: [
        'POST',
        '/me/devices',
        { key: 'eu-west-1_0a', name: 'Phone', passwordVerifier: 'dmVyaWZpZXI=', salt: 'c2FsdA==' },
      ],
      sent: {
        ...token,
        DeviceKey: 'eu-west-1_0a',
        DeviceName: 'Phone',
        DeviceSecretVerifierConfig: { PasswordVerifier: 'dmVyaWZpZXI=', Salt: 'c2FsdA==' },
      },
      answer: { UserConfirmationNecessary: true },
      status: 201,
      body: { confirmationNeeded: true },
    },
  ],
  UpdateDeviceStatus: [
    {
      call: ['PUT', '/me/devices/eu-west-1_0a', { remembered: true }],
      sent: { ...token, DeviceKey: 'eu-west-1_0a', DeviceRememberedStatus: 'remembered' },
      status: 204,
    },
    {
      call: ['PUT', '/me/devices/eu-west-1_0a', { remembered: false }],
      sent: { ...token, DeviceKey: 'eu-west-1_0a', DeviceRememberedStatus: 'not_remembered' },
      status: 204,
    },
  ],
  ForgetDevice: [
    {
      call: ['DELETE', '/me/devices/eu-west-1_0a'],
      sent: { ...token, DeviceKey: 'eu-west-1_0a' },
      status: 204,
    },
  ],
  StartWebAuthnRegistration: [
    {
      call: ['POST', '/me/passkeys/options'],
      sent: token,
      answer: { CredentialCreationOptions: { challenge: 'abc', rp: { id: 'example.com' }, timeout: 60000 } },
      status: 200,
      body: { challenge: 'abc', rp: { id: 'example.com' }, timeout: 60000 },
    },
  ],
  CompleteWebAuthnRegistration: [
    {
      call: ['POST', '/me/passkeys', { credential: CREDENTIAL }],
      sent: { ...token, Credential: CREDENTIAL },
      status: 204,
    },
  ],
  ListWebAuthnCredentials: [
    {
      call: ['GET', '/me/passkeys?limit=7&cursor=abc'],
      sent: { ...token, MaxResults: 7, NextToken: 'abc' },
      answer: {
        Credentials: [PASSKEY, { ...PASSKEY, AuthenticatorAttachment: undefined }],
        NextToken: 'def',
      },
      status: 200,
      body: {
        items: [
          {
            id: 'id+/=',
            name: 'Phone',
            relyingParty: 'example.com',
            attachment: 'platform',
            transports: ['internal'],
            createdAt: CREATED,
          },
          {
            id: 'id+/=',
            name: 'Phone',
            relyingParty: 'example.com',
            transports: ['internal'],
            createdAt: CREATED,
          },
        ],
        nextCursor: 'def',
      },
    },
  ],
  DeleteWebAuthnCredential: [
    {
      call: ['DELETE', `/me/passkeys/${encodeURIComponent('id+/=')}`],
      sent: { ...token, CredentialId: 'id+/=' },
      status: 204,
    },
  ],
  AdminSetUserMFAPreference: [
    {
      call: ['PUT', '/users/alice/mfa', { enabled: ['totp', 'sms'], preferred: 'totp', passkey: true }],
      sent: { ...alice, ...FACTOR_SETTINGS, WebAuthnMfaSettings: { Enabled: true } },
      status: 204,
    },
  ],
  AdminDeleteSoftwareToken: [{ call: ['DELETE', '/users/alice/mfa/totp'], sent: alice, status: 204 }],
  AdminListUserSessions: [
    {
      call: ['GET', '/users/alice/sessions?cursor=abc'],
      sent: { ...alice, NextToken: 'abc' },
      answer: { Sessions: [{ ...SESSION, IsCurrentSession: false }] },
      status: 200,
      body: { items: [{ ...OUR_SESSION, current: false }] },
    },
  ],
  AdminRevokeUserSession: [
    {
      call: ['DELETE', '/users/alice/sessions/tkn1?linked=true'],
      sent: { ...alice, SessionId: 'tkn1', RevokeAssociatedSessions: 'LINKED' },
      status: 204,
    },
  ],
  AdminListDevices: [
    {
      call: ['GET', '/users/alice/devices?limit=5&cursor=abc'],
      sent: { ...alice, Limit: 5, PaginationToken: 'abc' },
      answer: { Devices: [DEVICE] },
      status: 200,
      body: { items: [OUR_DEVICE] },
    },
  ],
  AdminForgetDevice: [
    {
      call: ['DELETE', '/users/alice/devices/eu-west-1_0a'],
      sent: { ...alice, DeviceKey: 'eu-west-1_0a' },
      status: 204,
    },
  ],
  AdminCreateUser: [
    {
      call: ['POST', '/users/ALICE/invitation', { clientMetadata: { locale: 'de' } }],
      sent: {
        ...alice,
        MessageAction: 'RESEND',
        DesiredDeliveryMediums: ['EMAIL'],
        ClientMetadata: { locale: 'de' },
      },
      answer: { User: wireUser('alice') },
      status: 202,
    },
    {
      call: ['POST', '/users/alice/invitation'],
      sent: { ...alice, MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'] },
      answer: { User: wireUser('alice') },
      status: 202,
    },
  ],
  AdminResetUserPassword: [
    {
      call: ['POST', '/users/alice/reset-password', { clientMetadata: { a: 'b' } }],
      sent: { ...alice, ClientMetadata: { a: 'b' } },
      status: 204,
    },
    { call: ['POST', '/users/alice/reset-password'], sent: alice, status: 204 },
  ],
  AdminUpdateUserAttributes: [
    {
      call: ['PATCH', '/users/alice', { attributes: { name: 'A' }, clientMetadata: { a: 'b' } }],
      sent: { ...alice, UserAttributes: [{ Name: 'name', Value: 'A' }], ClientMetadata: { a: 'b' } },
      status: 204,
    },
  ],
};

describe('the account routes on the wire (stub endpoint, no emulator)', () => {
  const key = makeKey();
  let keys: KeyServer;
  let stub: CognitoStub;
  let service: Service;

  beforeAll(async () => {
    [keys, stub] = await Promise.all([startKeyServer(key), CognitoStub.start()]);
    service = await startService({
      ...TEST_ENVIRONMENT,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      COGNITO_JWKS_URI: keys.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
      TOTP_ISSUER: 'My App',
      PUBLIC_URL: 'https://api.example.com/accounts',
    });
  });
  beforeEach(() => {
    stub.reset();
    const user = wireUser('alice', { email: 'a@example.com' }, 'UserAttributes');
    stub
      .on('AdminGetUser', { json: user })
      .on('ListUserSessions', { json: { Sessions: [SESSION, SSO] } })
      .on('GetUserAuthFactors', { json: { Username: 'alice' } });
  });
  afterAll(async () => {
    await service.close();
    await stub.close();
    await keys.close();
  });

  const admin = () => signToken(key, userClaims({ 'cognito:groups': ['admin'] }));
  const call = async (method: string, path: string, body?: unknown, bearer = admin()) => {
    const answer = await service.call(path, { method, body, token: bearer });
    const text = await answer.text();
    const json = (text ? JSON.parse(text) : undefined) as Record<string, unknown> | undefined;
    return { status: answer.status, headers: answer.headers, body: json };
  };

  const rows = Object.entries(ROWS).flatMap(([action, list]) =>
    list.map((row) => [`${row.call[0]} ${row.call[1]}`, action, row] as const),
  );
  it.each(rows)(
    '%s is %s',
    async (_route, action, { call: [method, path, body], sent, answer, ...expected }) => {
      if (answer) stub.on(action, { json: answer });
      const answered = await call(method, path, body);
      expect({ status: answered.status, body: answered.body }).toEqual({ body: undefined, ...expected });
      expect(stub.sent(action)).toEqual([sent]);
      expect(answered.headers.get('cache-control')).toBe('no-store');
    },
  );

  it.each<[string, string, unknown, string]>([
    ['POST', '/me/attributes/name/code', undefined, 'name'],
    ['POST', '/me/attributes/email/verify', {}, 'code'],
    ['PUT', '/me/mfa', { enabled: ['totp'], preferred: 'sms' }, 'preferred'],
    ['PUT', '/me/mfa', { enabled: ['passkey'] }, 'enabled.0'],
    ['PUT', '/users/alice/mfa', { enabled: [], preferred: 'totp' }, 'preferred'],
    ['POST', '/me/mfa/totp/verify', { enable: true }, 'code'],
    ['GET', '/me/sessions?limit=5', undefined, 'limit'],
    ['DELETE', '/me/sessions/tkn1?linked=yes', undefined, 'linked'],
    ['GET', '/me/devices?limit=61', undefined, 'limit'],
    ['POST', '/me/devices', { key: 'k', passwordVerifier: 'v' }, 'salt'],
    ['PUT', '/me/devices/k', { remembered: 'yes' }, 'remembered'],
    ['GET', '/me/passkeys?limit=21', undefined, 'limit'],
    ['POST', '/me/passkeys', { credential: { ...CREDENTIAL, type: 'password' } }, 'credential.type'],
    ['POST', '/me/passkeys', { credential: 'e30' }, 'credential'],
    ['POST', '/users/alice/invitation', { clientMetadata: { a: 1 } }, 'clientMetadata.a'],
    ['POST', '/users/alice/invitation', { clientMetadata: { a: '\ud800' } }, 'clientMetadata.a'],
    ['POST', '/users', { username: 'a', clientMetadata: { a: 'x'.repeat(2041) } }, 'clientMetadata'],
    ['POST', '/users', { username: '..' }, 'username'],
    ['POST', '/users', { username: '.' }, 'username'],
    ['POST', '/groups', { name: '..' }, 'name'],
    ['POST', '/auth/sign-up', { username: '..', password: 'Correct-Horse-9' }, 'username'],
    ['POST', '/revocations', {}, ''],
    ['POST', '/revocations', { sub: 'a', group: 'b' }, ''],
    ['POST', '/revocations', { user: 'a' }, 'user'],
  ])('%s %s with %j is refused before any call', async (method, path, body, blamed) => {
    const answered = await call(method, path, body);
    expect(answered.body).toMatchObject({ code: 'validation_failed' });
    const { errors = [] } = answered.body as { errors?: { path: string }[] };
    expect(errors.map((each) => each.path)).toContain(blamed);
    expect(stub.requests).toEqual([]);
  });

  it('GET /me/mfa is GetUser at an endpoint that lacks GetUserAuthFactors, without the ways to sign in', async () => {
    const user = { Username: 'alice', UserAttributes: [], UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] };
    stub.on('GetUserAuthFactors', html(500)).on('GetUser', { json: user });
    expect(await call('GET', '/me/mfa')).toMatchObject({ status: 200, body: { enabled: ['totp'] } });
  });

  describe('POST /me/mfa/totp/verify', () => {
    const verify = () => call('POST', '/me/mfa/totp/verify', { code: '123456' });
    const factors = (json: object) => stub.on('GetUserAuthFactors', { json: { Username: 'alice', ...json } });

    it.each<[string, object, boolean]>([
      ['as the preferred one if there was none', {}, true],
      ['next to another preferred factor', { PreferredMfaSetting: 'SMS_MFA' }, false],
      ['as the preferred one if it already was', { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' }, true],
    ])('enables the factor, %s', async (_how, known, PreferredMfa) => {
      factors(known);
      stub.on('VerifySoftwareToken', { json: { Status: 'SUCCESS' } });
      expect((await verify()).status).toBe(204);
      expect(stub.sent('SetUserMFAPreference')).toEqual([
        { ...token, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa } },
      ]);
    });

    it.each<[string, Answer]>([
      ['the status ERROR', { json: { Status: 'ERROR' } }],
      ['an exception', exception('EnableSoftwareTokenMFAException')],
      ['the exception of codes', exception('CodeMismatchException')],
    ])('answers code_mismatch to %s, and enables nothing', async (_what, answer) => {
      stub.on('VerifySoftwareToken', answer);
      expect(await verify()).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
      expect(stub.actions).not.toContain('SetUserMFAPreference');
    });

    it('reports the completed step if the factor could not be enabled', async () => {
      stub
        .on('VerifySoftwareToken', { json: { Status: 'SUCCESS' } })
        .on('SetUserMFAPreference', exception('InvalidParameterException'));
      expect(await verify()).toMatchObject({
        status: 400,
        body: { code: 'invalid_parameter', done: ['verified'] },
      });
    });
  });

  describe('DELETE /me/sessions/{id}', () => {
    it('answers 409 for the session of the call, and points to /me/revoke', async () => {
      const answered = await call('DELETE', '/me/sessions/tkn1');
      expect(answered).toMatchObject({ status: 409, body: { code: 'current_session' } });
      expect(answered.body?.detail).toContain('/me/revoke');
      expect(stub.actions).toEqual(['ListUserSessions']);
    });
  });

  describe('POST /users/{username}/invitation', () => {
    it('answers user_state for a user who has already signed in', async () => {
      stub.on('AdminCreateUser', exception('UnsupportedUserStateException'));
      expect(await call('POST', '/users/alice/invitation')).toMatchObject({
        status: 409,
        body: { code: 'user_state' },
      });
    });

    it('creates nobody', async () => {
      stub.on('AdminGetUser', exception('UserNotFoundException'));
      expect((await call('POST', '/users/nobody/invitation')).body).toMatchObject({ code: 'user_not_found' });
      expect(stub.actions).toEqual(['AdminGetUser']);
    });
  });

  it('GET /users/{username} returns the second factors', async () => {
    stub
      .on('AdminGetUser', {
        json: {
          ...wireUser('alice', {}, 'UserAttributes'),
          UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
          PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
        },
      })
      .on('AdminListGroupsForUser', { json: { Groups: [wireGroup('a')] } });
    expect((await call('GET', '/users/alice')).body).toMatchObject({
      groups: ['a'],
      mfa: { enabled: ['totp'], preferred: 'totp' },
    });
  });

  it('Location contains PUBLIC_URL with its path', async () => {
    stub
      .on('AdminCreateUser', { json: { User: wireUser('a/b') } })
      .on('CreateGroup', { json: { Group: wireGroup('c d') } })
      .on('SignUp', { json: { UserConfirmed: true } });
    const locationOf = async (path: string, body: object) =>
      (await call('POST', path, body)).headers.get('location');
    expect(await locationOf('/users', { username: 'a/b' })).toBe(
      'https://api.example.com/accounts/users/a%2Fb',
    );
    expect(await locationOf('/groups', { name: 'cd' })).toBe('https://api.example.com/accounts/groups/c%20d');
    expect(await locationOf('/auth/sign-up', { username: 'a', password: 'Correct-Horse-9' })).toBe(
      'https://api.example.com/accounts/me',
    );
  });

  describe('GET /users', () => {
    it('treats an empty filter as absent', async () => {
      stub.on('ListUsers', { json: { Users: [wireUser('alice')] } });
      expect((await call('GET', '/users?filter=&limit=5')).status).toBe(200);
      expect(stub.sent('ListUsers')).toEqual([{ UserPoolId: alice.UserPoolId, Limit: 5 }]);
    });
  });

  describe('a revocation that Cognito reports for the caller’s token', () => {
    const REVOKED = exception('NotAuthorizedException', 'Access Token has been revoked');
    const verdict = async (bearer: string) => (await call('GET', '/whoami', undefined, bearer)).body?.code;

    const REFUSED = 'token_revoked';
    it.each<[string, Answer, (string | undefined)[]]>([
      ['of a revoked token, its session', REVOKED, [REFUSED, REFUSED, undefined]],
      [
        'of a disabled user, every token',
        exception('NotAuthorizedException', 'User is disabled.'),
        [REFUSED, REFUSED, REFUSED],
      ],
      [
        'of an expired token, nothing',
        exception('NotAuthorizedException', 'Access Token has expired'),
        [undefined, undefined, undefined],
      ],
    ])('is recorded for %s', async (what, answer, verdicts) => {
      const person = { sub: `sub ${what}` };
      const [one, same, other] = [
        signToken(key, userClaims({ ...person, origin_jti: `a ${what}` })),
        signToken(key, userClaims({ ...person, origin_jti: `a ${what}` })),
        signToken(key, userClaims({ ...person, origin_jti: `b ${what}` })),
      ];
      stub.on('GetUser', answer);
      expect((await call('GET', '/me', undefined, one)).body).toMatchObject({ code: 'token_revoked' });
      expect([await verdict(one), await verdict(same), await verdict(other)]).toEqual(verdicts);
    });
  });
});
