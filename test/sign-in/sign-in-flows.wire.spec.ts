import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { secretHash } from '../../src/cognito/secret-hash';
import { exception, type Answer } from '../support/cognito-stub';
import { CONFIDENTIAL, SECRET, StubService } from '../support/stub.service';
import { CLIENT_ID } from '../support/tokens';

const SECRET_HASH = secretHash(SECRET, 'alice', CLIENT_ID);
const USER = { USERNAME: 'alice', SECRET_HASH };
const RESULT = {
  AccessToken: 'access',
  IdToken: 'id',
  RefreshToken: 'refresh',
  TokenType: 'Bearer',
  ExpiresIn: 60,
};
const ISSUED: Answer = { json: { AuthenticationResult: RESULT } };

let auth: StubService;
beforeAll(async () => {
  auth = await StubService.start(CONFIDENTIAL);
});
beforeEach(() => auth.stub.reset());
afterAll(() => auth.close());

describe('POST /auth/sign-in (on the wire; no emulator involved)', () => {
  const signIn = (body: object) => auth.post('/auth/sign-in', { username: 'alice', ...body });

  const FLOWS: [string, object, object][] = [
    [
      'a password',
      { password: 'p' },
      { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { ...USER, PASSWORD: 'p' } },
    ],
    [
      'a password, named as the flow',
      { flow: 'password', password: 'p' },
      { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { ...USER, PASSWORD: 'p' } },
    ],
    [
      'SRP',
      { flow: 'srp', srpA: 'a1' },
      { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { ...USER, SRP_A: 'a1' } },
    ],
    ['a choice', { flow: 'choice' }, { AuthFlow: 'USER_AUTH', AuthParameters: USER }],
    [
      'a preferred password',
      { flow: 'choice', prefer: 'password', password: 'p' },
      { AuthFlow: 'USER_AUTH', AuthParameters: { ...USER, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: 'p' } },
    ],
    [
      'preferred SRP',
      { flow: 'choice', prefer: 'password-srp', srpA: 'a1' },
      {
        AuthFlow: 'USER_AUTH',
        AuthParameters: { ...USER, PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: 'a1' },
      },
    ],
    ...(
      [
        ['email-otp', 'EMAIL_OTP'],
        ['sms-otp', 'SMS_OTP'],
        ['passkey', 'WEB_AUTHN'],
      ] as const
    ).map(([prefer, PREFERRED_CHALLENGE]): [string, object, object] => [
      `a preferred ${prefer}`,
      { flow: 'choice', prefer },
      { AuthFlow: 'USER_AUTH', AuthParameters: { ...USER, PREFERRED_CHALLENGE } },
    ]),
    [
      'the session of a sign-up',
      { flow: 'choice', session: 'of-the-sign-up' },
      { AuthFlow: 'USER_AUTH', AuthParameters: USER, Session: 'of-the-sign-up' },
    ],
    [
      'a step-up',
      { flow: 'choice', acrValues: ['urn:mfa', 'urn:passkey'], maxAge: 300, accessToken: 'access' },
      {
        AuthFlow: 'USER_AUTH',
        AuthParameters: {
          ...USER,
          TARGET_ACR_VALUES: 'urn:mfa urn:passkey',
          MAX_AGE: '300',
          ACCESS_TOKEN: 'access',
        },
      },
    ],
    ['a custom challenge', { flow: 'custom' }, { AuthFlow: 'CUSTOM_AUTH', AuthParameters: USER }],
    [
      'a custom challenge after SRP',
      { flow: 'custom', srpA: 'a1' },
      { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { ...USER, CHALLENGE_NAME: 'SRP_A', SRP_A: 'a1' } },
    ],
    [
      'a remembered device and metadata for triggers',
      { password: 'p', deviceKey: 'device', clientMetadata: { locale: 'en' } },
      {
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { ...USER, PASSWORD: 'p', DEVICE_KEY: 'device' },
        ClientMetadata: { locale: 'en' },
      },
    ],
  ];
  it.each(FLOWS)('with %s sends exactly what InitiateAuth documents', async (_, body, request) => {
    auth.stub.on('InitiateAuth', ISSUED);
    expect((await signIn(body)).status).toBe(200);
    expect(auth.stub.sent('InitiateAuth')).toEqual([{ ClientId: CLIENT_ID, ...request }]);
  });

  const WRONG: [string, object, string[]][] = [
    ['no password', {}, ['password']],
    ['an unknown flow', { flow: 'magic' }, ['flow']],
    ['SRP without SRP_A', { flow: 'srp' }, ['srpA']],
    ['SRP with a password', { flow: 'srp', srpA: 'a1', password: 'p' }, ['password']],
    ['an unknown preference', { flow: 'choice', prefer: 'PASSWORD' }, ['prefer']],
    ['a preferred password without one', { flow: 'choice', prefer: 'password' }, ['password']],
    ['preferred SRP without SRP_A', { flow: 'choice', prefer: 'password-srp' }, ['srpA']],
    ['an access token without acrValues', { flow: 'choice', accessToken: 'x' }, ['acrValues']],
    ['an acr value with a space', { flow: 'choice', acrValues: ['a b'] }, ['acrValues.0']],
    ['a negative maxAge', { flow: 'choice', maxAge: -1 }, ['maxAge']],
    ['a fraction as maxAge', { flow: 'choice', maxAge: 0.5 }, ['maxAge']],
    ['a session without a choice', { password: 'p', session: 's' }, ['session']],
    [
      'metadata that is not a flat object',
      { password: 'p', clientMetadata: { a: { b: 'c' } } },
      ['clientMetadata.a'],
    ],
    ['a number in metadata', { password: 'p', clientMetadata: { a: 1 } }, ['clientMetadata.a']],
    ['metadata over 2 KB', { password: 'p', clientMetadata: { a: 'x'.repeat(2048) } }, ['clientMetadata']],
    ['a list as metadata', { password: 'p', clientMetadata: [] }, ['clientMetadata']],
    ['a device key that is too long', { password: 'p', deviceKey: 'x'.repeat(56) }, ['deviceKey']],
  ];
  it.each(WRONG)('with %s is 400 before Cognito is called', async (_, body, paths) => {
    const answer = await signIn(body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'validation_failed']);
    expect((answer.body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual(paths);
    expect(auth.stub.requests).toEqual([]);
  });

  it('accepts metadata of exactly 2 KB', async () => {
    auth.stub.on('InitiateAuth', ISSUED);
    const clientMetadata = { a: 'x'.repeat(2048 - '{"a":""}'.length) };
    expect((await signIn({ password: 'p', clientMetadata })).status).toBe(200);
  });

  it('never sends a password in SRP', async () => {
    auth.stub.on('InitiateAuth', { json: { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: {} } });
    await signIn({ flow: 'srp', srpA: 'a1' });
    expect(auth.stub.requests[0]?.body).not.toMatch(/password/i);
  });

  it('returns the device to confirm', async () => {
    const NewDeviceMetadata = { DeviceKey: 'key', DeviceGroupKey: 'group' };
    auth.stub.on('InitiateAuth', { json: { AuthenticationResult: { ...RESULT, NewDeviceMetadata } } });
    expect((await signIn({ password: 'p' })).body).toEqual({
      accessToken: 'access',
      idToken: 'id',
      refreshToken: 'refresh',
      tokenType: 'Bearer',
      expiresIn: 60,
      newDevice: { key: 'key', groupKey: 'group' },
    });
  });

  it.each([
    ['FeatureUnavailableInTierException', 409, 'feature_not_enabled'],
    ['UnsupportedOperationException', 409, 'feature_not_enabled'],
    ['UnknownOperationException', 501, 'not_available_here'],
  ])('answers %s with %d %s', async (name, status, code) => {
    auth.stub.on('InitiateAuth', exception(name));
    const answer = await signIn({ flow: 'choice' });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('POST /auth/refresh (on the wire; no emulator involved)', () => {
  it('sends the refresh token, the secret, the device and the metadata', async () => {
    auth.stub.on('GetTokensFromRefreshToken', ISSUED);
    const body = { refreshToken: 'old', deviceKey: 'device', clientMetadata: { locale: 'en' } };
    expect((await auth.post('/auth/refresh', body)).status).toBe(200);
    expect(auth.stub.sent('GetTokensFromRefreshToken')).toEqual([
      {
        RefreshToken: 'old',
        ClientId: CLIENT_ID,
        ClientSecret: SECRET,
        DeviceKey: 'device',
        ClientMetadata: { locale: 'en' },
      },
    ]);
  });

  it('sends the device to an endpoint that only knows REFRESH_TOKEN_AUTH', async () => {
    auth.stub
      .on('GetTokensFromRefreshToken', exception('UnknownOperationException'))
      .on('InitiateAuth', ISSUED);
    await auth.post('/auth/refresh', { refreshToken: 'old', username: 'alice', deviceKey: 'device' });
    expect(auth.stub.sent('InitiateAuth')).toEqual([
      {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: CLIENT_ID,
        AuthParameters: { REFRESH_TOKEN: 'old', SECRET_HASH, DEVICE_KEY: 'device' },
      },
    ]);
  });
});

describe('POST /auth/refresh with a token that was used before (on the wire; no emulator involved)', () => {
  let fresh: StubService;
  beforeAll(async () => {
    fresh = await StubService.start(CONFIDENTIAL);
  });
  afterAll(() => fresh.close());

  it('is 401 refresh_token_reused with a Bearer challenge, and is not retried', async () => {
    fresh.stub.on('GetTokensFromRefreshToken', exception('RefreshTokenReuseException'));
    const { status, body, headers } = await fresh.post('/auth/refresh', { refreshToken: 'old' });
    expect([status, body['code'], headers.get('www-authenticate')]).toEqual([
      401,
      'refresh_token_reused',
      'Bearer realm="lifeguard"',
    ]);
    expect(fresh.stub.actions).toEqual(['GetTokensFromRefreshToken']);
  });
});

describe('POST /auth/sign-up (on the wire; no emulator involved)', () => {
  const CODE = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' };

  it('needs no password, and returns the code delivery and the session', async () => {
    auth.stub.on('SignUp', {
      json: { UserConfirmed: false, UserSub: 'sub', CodeDeliveryDetails: CODE, Session: 'next' },
    });
    const { status, body } = await auth.post('/auth/sign-up', {
      username: 'alice',
      attributes: { email: 'alice@example.com' },
      clientMetadata: { campaign: 'x' },
    });
    expect([status, body]).toEqual([
      201,
      {
        confirmed: false,
        sub: 'sub',
        code: { attribute: 'email', medium: 'email', destination: 'a***@e***' },
        session: 'next',
      },
    ]);
    expect(auth.stub.sent('SignUp')).toEqual([
      {
        ClientId: CLIENT_ID,
        SecretHash: SECRET_HASH,
        Username: 'alice',
        UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
        ClientMetadata: { campaign: 'x' },
      },
    ]);
  });

  it.each(['.', '..'])('refuses the username "%s", which no URL can contain', async (username) => {
    const { status, body } = await auth.post('/auth/sign-up', { username, password: 'p' });
    expect([status, body['errors']]).toMatchObject([400, [{ path: 'username' }]]);
    expect(auth.stub.requests).toEqual([]);
  });

  it('confirms with the session, and answers 200 with the session from Cognito', async () => {
    auth.stub.on('ConfirmSignUp', { json: { Session: 'signs-in' } });
    const confirmation = { username: 'alice', code: '1', session: 'next', clientMetadata: { a: 'b' } };
    const { status, body } = await auth.post('/auth/sign-up/confirm', confirmation);
    expect([status, body]).toEqual([200, { session: 'signs-in' }]);
    expect(auth.stub.sent('ConfirmSignUp')).toEqual([
      {
        ClientId: CLIENT_ID,
        SecretHash: SECRET_HASH,
        Username: 'alice',
        ConfirmationCode: '1',
        Session: 'next',
        ClientMetadata: { a: 'b' },
      },
    ]);
  });

  it('confirms with 204 if Cognito returns no session', async () => {
    auth.stub.on('ConfirmSignUp', { json: {} });
    const { status, body } = await auth.post('/auth/sign-up/confirm', { username: 'alice', code: '1' });
    expect([status, body]).toEqual([204, {}]);
  });

  it.each([
    ['/auth/sign-up/resend', 'ResendConfirmationCode', {}],
    ['/auth/forgot-password', 'ForgotPassword', {}],
    ['/auth/forgot-password/confirm', 'ConfirmForgotPassword', { code: '1', password: 'p' }],
  ])('%s passes metadata to the triggers', async (path, action, more) => {
    await auth.post(path, { username: 'alice', clientMetadata: { a: 'b' }, ...more });
    expect(auth.stub.sent(action)).toMatchObject([{ Username: 'alice', ClientMetadata: { a: 'b' } }]);
  });
});

describe('The setup of an authenticator app during sign-in (on the wire; no emulator involved)', () => {
  it('starts with the session of MFA_SETUP, and returns the secret as text, URI and image', async () => {
    auth.stub.on('AssociateSoftwareToken', { json: { SecretCode: 'JBSWY3DPEHPK3PXP', Session: 'second' } });
    const { status, body, headers } = await auth.post('/auth/mfa/totp', {
      session: 'first',
      username: 'a b',
    });
    expect([status, body]).toEqual([
      200,
      {
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/Lifeguard:a%20b?secret=JBSWY3DPEHPK3PXP&issuer=Lifeguard',
        qr: expect.stringMatching(/^data:image\/svg\+xml;base64,/),
        session: 'second',
      },
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(auth.stub.sent('AssociateSoftwareToken')).toEqual([{ Session: 'first' }]);
  });

  it('verifies the first code, and returns the session for the challenge', async () => {
    auth.stub.on('VerifySoftwareToken', { json: { Status: 'SUCCESS', Session: 'third' } });
    const proof = { session: 'second', code: '123456', deviceName: 'My phone' };
    const { status, body } = await auth.post('/auth/mfa/totp/verify', proof);
    expect([status, body]).toEqual([200, { session: 'third' }]);
    expect(auth.stub.sent('VerifySoftwareToken')).toEqual([
      { Session: 'second', UserCode: '123456', FriendlyDeviceName: 'My phone' },
    ]);
  });

  it.each([
    ['Status ERROR', { json: { Status: 'ERROR' } }, 400, 'code_mismatch'],
    ['EnableSoftwareTokenMFAException', exception('EnableSoftwareTokenMFAException'), 400, 'code_mismatch'],
    ['CodeMismatchException', exception('CodeMismatchException'), 400, 'code_mismatch'],
    [
      'a session that has ended',
      exception('NotAuthorizedException', 'Invalid session'),
      401,
      'bad_credentials',
    ],
    ['an answer without a session', { json: { Status: 'SUCCESS' } }, 503, 'cognito_unavailable'],
    ['an endpoint without the action', exception('Unsupported', 'x', 500), 501, 'not_available_here'],
  ] as [string, Answer, number, string][])(
    'reports %s of the verification',
    async (_, answer, status, code) => {
      auth.stub.on('VerifySoftwareToken', answer);
      const { status: got, body } = await auth.post('/auth/mfa/totp/verify', {
        session: 's',
        code: '123456',
      });
      expect([got, body['code']]).toEqual([status, code]);
    },
  );

  it.each([
    ['/auth/mfa/totp', { username: 'alice' }, 'session'],
    ['/auth/mfa/totp', { session: 's' }, 'username'],
    ['/auth/mfa/totp/verify', { code: '123456' }, 'session'],
    ['/auth/mfa/totp/verify', { session: 's', code: '12345' }, 'code'],
    ['/auth/mfa/totp/verify', { session: 's', code: 123_456 }, 'code'],
  ])('%s with %j is refused, naming %s, before Cognito is called', async (path, body, member) => {
    const answer = await auth.post(path, body);
    expect([answer.status, answer.body['errors']]).toMatchObject([400, [{ path: member }]]);
    expect(auth.stub.requests).toEqual([]);
  });
});
