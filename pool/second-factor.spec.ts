import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserAuthFactorsCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  GetUserAuthFactorsCommand,
  GetUserCommand,
  GetUserPoolMfaConfigCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
  type SetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { claimsOf, clientFor, failure, initiate, respond, signIn } from './spec.support';
import { totp } from './totp';

const ON = { Enabled: true };
const PREFERRED = { Enabled: true, PreferredMfa: true };
const OFF = { Enabled: false };

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const target = (Username: string) => ({ UserPoolId: pool.userPoolId, Username });
const password = (username: string) => pool.passwords[username] ?? '';
const prefer = (AccessToken: string, settings: Omit<SetUserMFAPreferenceCommandInput, 'AccessToken'>) =>
  clientFor(pool).send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }));

/** Sets up a verified authenticator app for a user. */
async function enrol(AccessToken: string, FriendlyDeviceName?: string): Promise<string> {
  const { SecretCode = '' } = await clientFor(pool).send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await clientFor(pool).send(
    new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode), FriendlyDeviceName }),
  );
  return SecretCode;
}

async function givePhone(username: string): Promise<void> {
  await clientFor(pool).send(
    new AdminUpdateUserAttributesCommand({
      ...target(username),
      UserAttributes: [
        { Name: 'phone_number', Value: '+441632960123' },
        { Name: 'phone_number_verified', Value: 'true' },
      ],
    }),
  );
}

describe('an authenticator app', () => {
  it('is asked for after the password once enabled, and its code returns tokens', async () => {
    const { AccessToken } = await signIn(pool, 'alice');
    const secret = await enrol(AccessToken, "Alice's phone");
    await expect(initiate(pool, 'alice', password('alice'))).resolves.toHaveProperty('AuthenticationResult');
    await prefer(AccessToken, { SoftwareTokenMfaSettings: PREFERRED });

    const { ChallengeName, ChallengeParameters, Session } = await initiate(pool, 'alice', password('alice'));
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(ChallengeParameters).toEqual({ USER_ID_FOR_SRP: 'alice', FRIENDLY_DEVICE_NAME: "Alice's phone" });
    const wrong = { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: 'abcdef' };
    await expect(respond(pool, 'SOFTWARE_TOKEN_MFA', Session, wrong)).rejects.toMatchObject(
      failure('CodeMismatchException'),
    );
    const right = { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: totp(secret) };
    const { AuthenticationResult: result } = await respond(pool, 'SOFTWARE_TOKEN_MFA', Session, right);
    expect(claimsOf(result?.AccessToken)).toMatchObject({ username: 'alice' });
    await expect(respond(pool, 'SOFTWARE_TOKEN_MFA', Session, right)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
    await expect(respond(pool, 'SOFTWARE_TOKEN_MFA', 'x'.repeat(40), right)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it('is not verified by a wrong code', async () => {
    const { AccessToken } = await signIn(pool, 'user01');
    await clientFor(pool).send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const verify = new VerifySoftwareTokenCommand({ AccessToken, UserCode: '000000' });
    await expect(clientFor(pool).send(verify)).rejects.toMatchObject(
      failure('EnableSoftwareTokenMFAException'),
    );
    await expect(prefer(AccessToken, { SoftwareTokenMfaSettings: ON })).rejects.toMatchObject(
      failure('InvalidParameterException', 'User has not verified software token mfa'),
    );
  });

  it('cannot be verified before it is associated', async () => {
    const { AccessToken } = await signIn(pool, 'user02');
    const verify = new VerifySoftwareTokenCommand({ AccessToken, UserCode: '000000' });
    await expect(clientFor(pool).send(verify)).rejects.toMatchObject(
      failure('SoftwareTokenMFANotFoundException'),
    );
  });

  it('remains in use until a code has verified its replacement', async () => {
    const { AccessToken } = await signIn(pool, 'user03');
    const secret = await enrol(AccessToken);
    await prefer(AccessToken, { SoftwareTokenMfaSettings: ON });
    await clientFor(pool).send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const { Session } = await initiate(pool, 'user03', password('user03'));
    const responses = { USERNAME: 'user03', SOFTWARE_TOKEN_MFA_CODE: totp(secret) };
    await expect(respond(pool, 'SOFTWARE_TOKEN_MFA', Session, responses)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  it('is removed by AdminDeleteSoftwareToken', async () => {
    const { AccessToken } = await signIn(pool, 'user04');
    await enrol(AccessToken);
    await prefer(AccessToken, { SoftwareTokenMfaSettings: PREFERRED });
    await clientFor(pool).send(new AdminDeleteSoftwareTokenCommand(target('user04')));
    await expect(initiate(pool, 'user04', password('user04'))).resolves.toHaveProperty(
      'AuthenticationResult',
    );
    const { PreferredMfaSetting, UserMFASettingList } = await clientFor(pool).send(
      new GetUserCommand({ AccessToken }),
    );
    expect([PreferredMfaSetting, UserMFASettingList]).toEqual([undefined, undefined]);
  });
});

describe('a code by message', () => {
  it.each([
    ['SMS_MFA', 'SMSMfaSettings', 'SMS', '+********0123', 'user05'],
    ['EMAIL_OTP', 'EmailMfaSettings', 'EMAIL', 'u***@e***', 'user06'],
  ] as const)(
    'for %s is sent and required, and works once',
    async (name, member, medium, masked, username) => {
      await givePhone(username);
      await prefer((await signIn(pool, username)).AccessToken, { [member]: PREFERRED });
      const { ChallengeName, ChallengeParameters, Session } = await initiate(
        pool,
        username,
        password(username),
      );
      expect(ChallengeName).toBe(name);
      expect(ChallengeParameters).toEqual({
        CODE_DELIVERY_DELIVERY_MEDIUM: medium,
        CODE_DELIVERY_DESTINATION: masked,
        USER_ID_FOR_SRP: username,
      });
      const answer = (code: string | undefined) =>
        respond(pool, name, Session, { USERNAME: username, [`${name}_CODE`]: code ?? '' });
      await expect(answer('wrong')).rejects.toMatchObject(failure('CodeMismatchException'));
      await expect(answer(pool.lastCode(username, medium))).resolves.toHaveProperty('AuthenticationResult');
      await expect(answer(pool.lastCode(username, medium))).rejects.toMatchObject(
        failure('NotAuthorizedException'),
      );
    },
  );

  it('by SMS cannot be enabled without a phone number', async () => {
    const { AccessToken } = await signIn(pool, 'user07');
    await expect(prefer(AccessToken, { SMSMfaSettings: ON })).rejects.toMatchObject(
      failure('InvalidParameterException'),
    );
  });
});

describe('several second factors', () => {
  const both = async (username: string, settings: Partial<SetUserMFAPreferenceCommandInput>) => {
    await givePhone(username);
    const { AccessToken } = await signIn(pool, username);
    await prefer(AccessToken, { SMSMfaSettings: ON, EmailMfaSettings: ON, ...settings });
    return AccessToken;
  };

  it.each([
    ['EMAIL_OTP', 'user08'],
    ['EMAIL_MFA', 'user15'],
  ])('are offered as a choice if none is preferred; %s can be chosen', async (ANSWER, username) => {
    await both(username, {});
    const first = await initiate(pool, username, password(username));
    expect(first.ChallengeName).toBe('SELECT_MFA_TYPE');
    expect(JSON.parse(first.ChallengeParameters?.['MFAS_CAN_CHOOSE'] ?? '')).toEqual([
      'SMS_MFA',
      'EMAIL_OTP',
    ]);
    const second = await respond(pool, 'SELECT_MFA_TYPE', first.Session, { USERNAME: username, ANSWER });
    expect(second.ChallengeName).toBe('EMAIL_OTP');
    const code = { USERNAME: username, EMAIL_OTP_CODE: pool.lastCode(username) ?? '' };
    await expect(respond(pool, 'EMAIL_OTP', second.Session, code)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  it('are not offered while disabled', async () => {
    await both('user09', {});
    const { Session } = await initiate(pool, 'user09', password('user09'));
    const answer = { USERNAME: 'user09', ANSWER: 'SOFTWARE_TOKEN_MFA' };
    await expect(respond(pool, 'SELECT_MFA_TYPE', Session, answer)).rejects.toMatchObject(
      failure('InvalidParameterException'),
    );
  });

  it('are not offered if one is preferred', async () => {
    await both('user10', { SMSMfaSettings: PREFERRED });
    await expect(initiate(pool, 'user10', password('user10'))).resolves.toMatchObject({
      ChallengeName: 'SMS_MFA',
    });
  });

  it.each([
    ['two are preferred', { SMSMfaSettings: PREFERRED, EmailMfaSettings: PREFERRED }],
    ['the preferred one is disabled', { EmailMfaSettings: { Enabled: false, PreferredMfa: true } }],
  ])('are refused if %s', async (_case, settings) => {
    await givePhone('user11');
    const { AccessToken } = await signIn(pool, 'user11');
    await expect(prefer(AccessToken, settings)).rejects.toMatchObject(failure('InvalidParameterException'));
  });

  it('are not changed if a request leaves them out', async () => {
    const AccessToken = await both('user12', { SMSMfaSettings: PREFERRED });
    await prefer(AccessToken, { EmailMfaSettings: OFF });
    const user = await clientFor(pool).send(new GetUserCommand({ AccessToken }));
    expect(user).toMatchObject({ UserMFASettingList: ['SMS_MFA'], PreferredMfaSetting: 'SMS_MFA' });
  });

  it('can be set by an administrator and are listed with the first factors', async () => {
    await givePhone('user13');
    await clientFor(pool).send(
      new AdminSetUserMFAPreferenceCommand({ ...target('user13'), SMSMfaSettings: PREFERRED }),
    );
    await expect(
      clientFor(pool).send(new AdminGetUserAuthFactorsCommand(target('user13'))),
    ).resolves.toMatchObject({
      Username: 'user13',
      PreferredMfaSetting: 'SMS_MFA',
      UserMFASettingList: ['SMS_MFA'],
      ConfiguredUserAuthFactors: ['PASSWORD'],
    });
    const { AccessToken } = await signIn(pool, 'user14');
    await expect(clientFor(pool).send(new GetUserAuthFactorsCommand({ AccessToken }))).resolves.toMatchObject(
      { Username: 'user14', ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
    );
  });
});

describe('a pool that requires a second factor', () => {
  let strict: EmbeddedPool;
  beforeAll(async () => {
    strict = await startEmbeddedPool({ config: { mfa: 'ON' } });
  });
  afterAll(() => strict.close());

  const setUp = () => initiate(strict, 'bob', strict.passwords['bob'] ?? '');
  const associate = (Session: string | undefined) =>
    clientFor(strict).send(new AssociateSoftwareTokenCommand({ Session }));

  it('sets it up with the session, and asks for it at the next sign-in', async () => {
    const first = await setUp();
    expect(first.ChallengeName).toBe('MFA_SETUP');
    expect(JSON.parse(first.ChallengeParameters?.['MFAS_CAN_SETUP'] ?? '')).toContain('SOFTWARE_TOKEN_MFA');
    const { SecretCode = '', Session: associated } = await associate(first.Session);
    const verify = (UserCode: string) =>
      clientFor(strict).send(new VerifySoftwareTokenCommand({ Session: associated, UserCode }));
    await expect(verify('000000')).rejects.toMatchObject(failure('EnableSoftwareTokenMFAException'));
    const { Status, Session: verified } = await verify(totp(SecretCode));
    expect(Status).toBe('SUCCESS');
    const { AuthenticationResult: result } = await respond(strict, 'MFA_SETUP', verified, {
      USERNAME: 'bob',
    });
    expect(claimsOf(result?.AccessToken)).toMatchObject({ username: 'bob' });

    const next = await setUp();
    expect(next.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('returns no tokens for a session without a verified factor', async () => {
    const first = await initiate(strict, 'alice', strict.passwords['alice'] ?? '');
    const alice = { USERNAME: 'alice' };
    await expect(respond(strict, 'MFA_SETUP', first.Session, alice)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
    const { Session } = await associate(first.Session);
    await expect(respond(strict, 'MFA_SETUP', Session, alice)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it.each([
    ['neither', {}],
    ['both', { AccessToken: 'x.y.z', Session: 'x'.repeat(20) }],
  ])('refuses AssociateSoftwareToken with %s of access token and session', async (_case, request) => {
    const command = new AssociateSoftwareTokenCommand(request);
    await expect(clientFor(strict).send(command)).rejects.toMatchObject(failure('InvalidParameterException'));
  });

  it('refuses the session of another challenge for the set-up', async () => {
    await expect(associate('x'.repeat(40))).rejects.toMatchObject(failure('NotAuthorizedException'));
  });
});

describe('the second factors of a pool', () => {
  it('are returned by GetUserPoolMfaConfig', async () => {
    const command = new GetUserPoolMfaConfigCommand({ UserPoolId: pool.userPoolId });
    await expect(clientFor(pool).send(command)).resolves.toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: expect.any(Object),
      EmailMfaConfiguration: expect.any(Object),
      WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'required' },
    });
  });
});

describe('a pool without second factors', () => {
  it('asks for none and refuses to enable one', async () => {
    const plain = await startEmbeddedPool({ config: { mfa: 'OFF' } });
    const { AccessToken } = await signIn(plain, 'alice');
    const command = new SetUserMFAPreferenceCommand({ AccessToken, EmailMfaSettings: ON });
    await expect(clientFor(plain).send(command)).rejects.toMatchObject(failure('InvalidParameterException'));
    await plain.close();
  });
});
