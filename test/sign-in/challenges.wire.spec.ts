import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { secretHash } from '../../src/cognito/secret-hash';
import { CHALLENGES, type ChallengeName } from '../../src/sign-in/challenges';
import { exception, type Answer } from '../support/cognito-stub';
import { CONFIDENTIAL, SECRET, StubService } from '../support/stub.service';
import { CLIENT_ID } from '../support/tokens';

const ISSUED: Answer = { json: { AuthenticationResult: { AccessToken: 'access', TokenType: 'Bearer' } } };
const TOKENS = { accessToken: 'access', tokenType: 'Bearer' };
const HASH = secretHash(SECRET, 'alice', CLIENT_ID);
const CREDENTIAL = { id: 'a', rawId: 'a', type: 'public-key', response: { signature: 's' } };
const CLAIM = { PASSWORD_CLAIM_SIGNATURE: 'sig', PASSWORD_CLAIM_SECRET_BLOCK: 'block', TIMESTAMP: 'now' };

/** Each challenge with responses that answer it. */
const RESPONSES: Record<ChallengeName, Record<string, unknown>> = {
  SELECT_CHALLENGE: { ANSWER: 'EMAIL_OTP' },
  PASSWORD: { PASSWORD: 'Correct-Horse-9' },
  PASSWORD_SRP: { SRP_A: 'a1' },
  PASSWORD_VERIFIER: CLAIM,
  EMAIL_OTP: { EMAIL_OTP_CODE: '123456' },
  SMS_OTP: { SMS_OTP_CODE: '123456' },
  SMS_MFA: { SMS_MFA_CODE: '123456' },
  SOFTWARE_TOKEN_MFA: { SOFTWARE_TOKEN_MFA_CODE: '123456' },
  SELECT_MFA_TYPE: { ANSWER: 'SOFTWARE_TOKEN_MFA' },
  MFA_SETUP: {},
  NEW_PASSWORD_REQUIRED: { NEW_PASSWORD: 'Correct-Horse-9' },
  WEB_AUTHN: { CREDENTIAL },
  CUSTOM_CHALLENGE: { ANSWER: 'Rosebud' },
  DEVICE_SRP_AUTH: { SRP_A: 'a1', DEVICE_KEY: 'device' },
  DEVICE_PASSWORD_VERIFIER: { ...CLAIM, DEVICE_KEY: 'device' },
};
const NAMES = Object.keys(CHALLENGES) as ChallengeName[];
const WITHOUT_SESSION = ['PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'];

let auth: StubService;
beforeAll(async () => {
  auth = await StubService.start({ ...CONFIDENTIAL, SELF_WRITABLE_ATTRIBUTES: 'name,email' });
});
beforeEach(() => auth.stub.reset());
afterAll(() => auth.close());

const respond = (challenge: string, more: object = {}) =>
  auth.post('/auth/challenge', {
    challenge,
    session: 'session',
    username: 'alice',
    responses: RESPONSES[challenge as ChallengeName],
    ...more,
  });
const sent = () => auth.stub.sent('RespondToAuthChallenge');

describe('A response to a challenge (on the wire; no emulator involved)', () => {
  it.each(NAMES)(
    'for %s is sent with USERNAME and SECRET_HASH, and answered with tokens',
    async (challenge) => {
      auth.stub.on('RespondToAuthChallenge', ISSUED);
      const { status, body } = await respond(challenge);
      expect([status, body]).toEqual([200, TOKENS]);
      const responses = RESPONSES[challenge];
      expect(sent()).toEqual([
        {
          ChallengeName: challenge,
          ClientId: CLIENT_ID,
          Session: 'session',
          ChallengeResponses: {
            ...responses,
            ...(responses['CREDENTIAL'] !== undefined && { CREDENTIAL: JSON.stringify(CREDENTIAL) }),
            USERNAME: 'alice',
            SECRET_HASH: HASH,
          },
        },
      ]);
    },
  );

  const MISSING = NAMES.flatMap((name) =>
    Object.keys(RESPONSES[name]).map((member) => [name, member] as const),
  );
  it.each(MISSING)(
    'for %s without %s is refused, naming it, before Cognito is called',
    async (name, member) => {
      const { [member]: _, ...responses } = RESPONSES[name];
      const { status, body } = await respond(name, { responses });
      expect([status, body['code']]).toEqual([400, 'validation_failed']);
      expect(body['errors']).toMatchObject([{ path: `responses.${member}` }]);
      expect(auth.stub.requests).toEqual([]);
    },
  );

  it.each(NAMES)(
    'for %s with a response of another challenge is refused, naming the response',
    async (name) => {
      const { status, body } = await respond(name, { responses: { ...RESPONSES[name], SURPRISE: 'x' } });
      expect([status, body['errors']]).toMatchObject([400, [{ path: 'responses.SURPRISE' }]]);
      expect(auth.stub.requests).toEqual([]);
    },
  );

  it.each(NAMES)('for %s needs a session, unless Cognito sends none', async (name) => {
    auth.stub.on('RespondToAuthChallenge', ISSUED);
    const { status } = await respond(name, { session: undefined });
    expect(status).toBe(WITHOUT_SESSION.includes(name) ? 200 : 400);
  });

  it.each([
    ['PASSWORD', 'PASSWORD'],
    ['PASSWORD_SRP', 'SRP_A'],
  ])('that chooses %s also needs %s', async (ANSWER, member) => {
    const { status, body } = await respond('SELECT_CHALLENGE', { responses: { ANSWER } });
    expect([status, body['errors']]).toMatchObject([400, [{ path: `responses.${member}` }]]);
  });

  it('that chooses a passkey may include the credential, as JSON', async () => {
    auth.stub.on('RespondToAuthChallenge', ISSUED);
    await respond('SELECT_CHALLENGE', { responses: { ANSWER: 'WEB_AUTHN', CREDENTIAL } });
    expect(sent()).toMatchObject([{ ChallengeResponses: { CREDENTIAL: JSON.stringify(CREDENTIAL) } }]);
  });

  it('derives USERNAME and SECRET_HASH only from `username`', async () => {
    auth.stub.on('RespondToAuthChallenge', ISSUED);
    const responses = { SMS_MFA_CODE: '1', USERNAME: 'mallory', SECRET_HASH: 'forged' };
    expect((await respond('SMS_MFA', { responses })).status).toBe(200);
    expect(sent()).toMatchObject([{ ChallengeResponses: { USERNAME: 'alice', SECRET_HASH: HASH } }]);
  });

  it('computes SECRET_HASH from USER_ID_FOR_SRP if that is the username', async () => {
    auth.stub.on('RespondToAuthChallenge', ISSUED);
    await respond('PASSWORD_VERIFIER', { username: 'user-id-for-srp' });
    expect(sent()).toMatchObject([
      {
        ChallengeResponses: {
          USERNAME: 'user-id-for-srp',
          SECRET_HASH: secretHash(SECRET, 'user-id-for-srp', CLIENT_ID),
        },
      },
    ]);
  });

  it('contains the key of a remembered device and the metadata for triggers', async () => {
    auth.stub.on('RespondToAuthChallenge', ISSUED);
    await respond('SMS_MFA', { deviceKey: 'device', clientMetadata: { locale: 'en' } });
    expect(sent()).toMatchObject([
      { ChallengeResponses: { DEVICE_KEY: 'device' }, ClientMetadata: { locale: 'en' } },
    ]);
  });

  it.each(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'] as const)(
    'for %s may name the device in `deviceKey`',
    async (name) => {
      auth.stub.on('RespondToAuthChallenge', ISSUED);
      const { DEVICE_KEY: _, ...responses } = RESPONSES[name];
      expect((await respond(name, { responses, deviceKey: 'of-the-body' })).status).toBe(200);
      expect(sent()).toMatchObject([{ ChallengeResponses: { DEVICE_KEY: 'of-the-body' } }]);
    },
  );

  it.each(['ADMIN_NO_SRP_AUTH', 'SURPRISE', 'toString', ''])(
    'to "%s", which is not a challenge, is 400',
    async (name) => {
      const { status, body } = await respond(name, { responses: {} });
      expect([status, body['errors']]).toEqual([
        400,
        [{ path: 'challenge', message: 'must be the name of a challenge' }],
      ]);
    },
  );
});

describe('Attributes in a response to NEW_PASSWORD_REQUIRED (on the wire; no emulator involved)', () => {
  const withAttributes = (attributes: object) =>
    respond('NEW_PASSWORD_REQUIRED', { responses: { NEW_PASSWORD: 'Correct-Horse-9', ...attributes } });

  it('are sent if SELF_WRITABLE_ATTRIBUTES lists them', async () => {
    auth.stub.on('RespondToAuthChallenge', ISSUED);
    expect((await withAttributes({ 'userAttributes.name': 'Alice' })).status).toBe(200);
    expect(sent()).toMatchObject([{ ChallengeResponses: { 'userAttributes.name': 'Alice' } }]);
  });

  it.each(['custom:tenant', 'email_verified', 'phone_number', 'sub', 'Name'])(
    'are 403 attribute_not_writable for %s, before Cognito is called',
    async (name) => {
      const { status, body } = await withAttributes({ [`userAttributes.${name}`]: 'x' });
      expect([status, body['code']]).toEqual([403, 'attribute_not_writable']);
      expect(body['errors']).toMatchObject([{ path: `responses.userAttributes.${name}` }]);
      expect(auth.stub.requests).toEqual([]);
    },
  );

  it.each([
    'userAttributes.',
    'userAttributes',
    'USER_ATTRIBUTES',
    'userattributes.name',
    'user.name',
    'constructor',
    'toString',
    'hasOwnProperty',
  ])('are 400 under the name "%s"', async (name) => {
    const { status, body } = await withAttributes({ [name]: 'x' });
    expect([status, body['errors']]).toMatchObject([400, [{ path: `responses.${name}` }]]);
    expect(auth.stub.requests).toEqual([]);
  });
});

describe('The address in a response to MFA_SETUP (on the wire; no emulator involved)', () => {
  it('is sent if `email` may be written', async () => {
    auth.stub.on('RespondToAuthChallenge', ISSUED);
    expect((await respond('MFA_SETUP', { responses: { EMAIL: 'a@example.com' } })).status).toBe(200);
    expect(sent()).toMatchObject([{ ChallengeResponses: { EMAIL: 'a@example.com' } }]);
  });

  it('is 403 attribute_not_writable if it may not', async () => {
    const strict = await StubService.start({ SELF_WRITABLE_ATTRIBUTES: 'name' });
    const { status, body } = await strict.post('/auth/challenge', {
      challenge: 'MFA_SETUP',
      session: 's',
      username: 'alice',
      responses: { EMAIL: 'a@example.com' },
    });
    expect([status, body['code'], strict.stub.requests]).toEqual([403, 'attribute_not_writable', []]);
    await strict.close();
  });
});

describe('A challenge from Cognito (on the wire; no emulator involved)', () => {
  const signIn = () => auth.post('/auth/sign-in', { username: 'alice', password: 'Correct-Horse-9' });

  it('is returned with JSON parameters as JSON, and all others as strings', async () => {
    auth.stub.on('InitiateAuth', {
      json: {
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: 's',
        ChallengeParameters: {
          USER_ID_FOR_SRP: 'alice',
          requiredAttributes: '["userAttributes.email"]',
          userAttributes: '{"name":"Alice"}',
          MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]',
          MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]',
          CREDENTIAL_REQUEST_OPTIONS: '{"challenge":"abc"}',
          SALT: '[1]',
          ofATrigger: '{"kept":"as text"}',
        },
      },
    });
    expect((await signIn()).body).toEqual({
      challenge: 'NEW_PASSWORD_REQUIRED',
      session: 's',
      parameters: {
        USER_ID_FOR_SRP: 'alice',
        requiredAttributes: ['userAttributes.email'],
        userAttributes: { name: 'Alice' },
        MFAS_CAN_SETUP: ['SOFTWARE_TOKEN_MFA'],
        MFAS_CAN_CHOOSE: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
        CREDENTIAL_REQUEST_OPTIONS: { challenge: 'abc' },
        SALT: '[1]',
        ofATrigger: '{"kept":"as text"}',
      },
    });
  });

  it('keeps a malformed JSON parameter as a string', async () => {
    auth.stub.on('InitiateAuth', {
      json: { ChallengeName: 'MFA_SETUP', Session: 's', ChallengeParameters: { MFAS_CAN_SETUP: 'oops' } },
    });
    expect((await signIn()).body).toMatchObject({ parameters: { MFAS_CAN_SETUP: 'oops' } });
  });

  it('may come without a session', async () => {
    const parameters = { SRP_B: 'b', SALT: 's', SECRET_BLOCK: 'x', USER_ID_FOR_SRP: 'alice' };
    auth.stub.on('InitiateAuth', {
      json: { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: parameters },
    });
    const { status, body } = await signIn();
    expect([status, body]).toEqual([200, { challenge: 'PASSWORD_VERIFIER', parameters }]);
  });

  it.each([
    ['with its name', { ChallengeName: 'SELECT_CHALLENGE' }],
    ['without its name', {}],
  ])('may be a list to choose from, %s', async (_, named) => {
    auth.stub.on('InitiateAuth', {
      json: { ...named, Session: 's', AvailableChallenges: ['EMAIL_OTP', 'WEB_AUTHN'] },
    });
    const { status, body } = await signIn();
    expect([status, body]).toEqual([
      200,
      {
        challenge: 'SELECT_CHALLENGE',
        session: 's',
        parameters: {},
        availableChallenges: ['EMAIL_OTP', 'WEB_AUTHN'],
      },
    ]);
  });

  it('with an unknown name is passed on', async () => {
    auth.stub.on('InitiateAuth', { json: { ChallengeName: 'OF_THE_FUTURE', Session: 's' } });
    expect((await signIn()).body).toEqual({ challenge: 'OF_THE_FUTURE', session: 's', parameters: {} });
  });

  it('is not cached', async () => {
    auth.stub.on('InitiateAuth', { json: { ChallengeName: 'SMS_MFA', Session: 's' } });
    expect((await signIn()).headers.get('cache-control')).toBe('no-store');
  });

  it('is refused with a code for each exception of RespondToAuthChallenge', async () => {
    for (const [name, status, code] of [
      ['CodeMismatchException', 400, 'code_mismatch'],
      ['ExpiredCodeException', 400, 'code_expired'],
      ['PasswordHistoryPolicyViolationException', 400, 'invalid_password'],
      ['SoftwareTokenMFANotFoundException', 409, 'mfa_not_set_up'],
      ['MFAMethodNotFoundException', 409, 'mfa_not_set_up'],
      ['AliasExistsException', 409, 'alias_exists'],
      ['UserNotFoundException', 401, 'bad_credentials'],
    ] as const) {
      auth.stub.on('RespondToAuthChallenge', exception(name));
      const answer = await respond('SMS_MFA');
      expect([name, answer.status, answer.body['code']]).toEqual([name, status, code]);
    }
  });
});

describe('A SECRET_HASH that Cognito refuses with a challenge (on the wire; no emulator involved)', () => {
  const WRONG_HASH = exception(
    'NotAuthorizedException',
    `Unable to verify secret hash for client ${CLIENT_ID}`,
  );
  const signIn = (answer: Answer) => {
    auth.stub.on('InitiateAuth', answer);
    return auth.post('/auth/sign-in', { username: 'alice', password: 'Correct-Horse-9' });
  };
  const warnings = () => auth.log.filter((line) => line.includes('cognito_misconfigured')).length;
  beforeEach(() => void auth.stub.on('RespondToAuthChallenge', WRONG_HASH));

  it('is the caller’s username if a sign-in has shown that the secret is right: 401, and no warning', async () => {
    await signIn({ json: { ChallengeName: 'SMS_MFA', Session: 's', ChallengeParameters: {} } });
    const before = warnings();
    const answer = await respond('SMS_MFA', { username: 'alice@example.com' });
    expect([answer.status, answer.body['code']]).toEqual([401, 'bad_credentials']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="lifeguard"');
    expect(warnings()).toBe(before);
  });

  it('is a misconfiguration if a sign-in has shown that the secret is wrong: 502, and a warning', async () => {
    await signIn({ json: { ChallengeName: 'SMS_MFA', Session: 's', ChallengeParameters: {} } });
    expect((await signIn(WRONG_HASH)).status).toBe(502);
    const before = warnings();
    const answer = await respond('SMS_MFA');
    expect([answer.status, answer.body['code']]).toEqual([502, 'cognito_misconfigured']);
    expect(warnings()).toBe(before + 1);
  });
});
