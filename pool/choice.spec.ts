import {
  AdminSetUserMFAPreferenceCommand,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSrpSession, signSrpSession, wrapAuthChallenge } from 'cognito-srp-helper';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { claimsOf, clientFor, failure, initiate, respond, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const password = (username: string) => pool.passwords[username] ?? '';
const choose = (
  USERNAME: string,
  more: Record<string, string> = {},
  Session?: string,
): Promise<InitiateAuthCommandOutput> =>
  clientFor(pool).send(
    new InitiateAuthCommand({
      ClientId: pool.clients.public.id,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME, ...more },
      Session,
    }),
  );

const WRONG = failure('NotAuthorizedException', 'Incorrect username or password.');

describe('USER_AUTH without a preference', () => {
  it('lists the challenges that the user can start with', async () => {
    await expect(choose('alice')).resolves.toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      ChallengeParameters: {},
      Session: expect.any(String),
      AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'],
    });
  });

  it('lists the same for an unknown user', async () => {
    const [stranger, alice] = [await choose('nobody'), await choose('alice')];
    expect(stranger.AvailableChallenges).toEqual(alice.AvailableChallenges);
  });

  it('accepts a password with the choice', async () => {
    const { Session } = await choose('alice');
    const done = await respond(pool, 'SELECT_CHALLENGE', Session, {
      USERNAME: 'alice',
      ANSWER: 'PASSWORD',
      PASSWORD: password('alice'),
    });
    expect(claimsOf(done.AuthenticationResult?.AccessToken)).toMatchObject({ username: 'alice' });
  });

  it('accepts a password after the choice', async () => {
    const { Session } = await choose('alice');
    const chosen = await respond(pool, 'SELECT_CHALLENGE', Session, {
      USERNAME: 'alice',
      ANSWER: 'PASSWORD',
    });
    expect(chosen.ChallengeName).toBe('PASSWORD');
    const answer = (PASSWORD: string) =>
      respond(pool, 'PASSWORD', chosen.Session, { USERNAME: 'alice', PASSWORD });
    await expect(answer('Wrong-Pass-1')).rejects.toMatchObject(WRONG);
    await expect(answer(password('alice'))).resolves.toHaveProperty('AuthenticationResult');
  });

  it('accepts SRP after the choice', async () => {
    const { Session } = await choose('alice');
    const chosen = await respond(pool, 'SELECT_CHALLENGE', Session, {
      USERNAME: 'alice',
      ANSWER: 'PASSWORD_SRP',
    });
    const srp = createSrpSession('alice', password('alice'), pool.userPoolId, false);
    const challenged = await respond(pool, 'PASSWORD_SRP', chosen.Session, {
      USERNAME: 'alice',
      SRP_A: srp.largeA,
    });
    expect(challenged.ChallengeName).toBe('PASSWORD_VERIFIER');
    const { ChallengeResponses: proof } = wrapAuthChallenge(signSrpSession(srp, challenged), {
      ClientId: '',
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: { USERNAME: 'alice' },
    });
    await expect(respond(pool, 'PASSWORD_VERIFIER', challenged.Session, proof)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  it('refuses a challenge that it did not offer', async () => {
    const { Session } = await choose('alice');
    const answer = { USERNAME: 'alice', ANSWER: 'WEB_AUTHN' };
    await expect(respond(pool, 'SELECT_CHALLENGE', Session, answer)).rejects.toMatchObject(
      failure('InvalidParameterException'),
    );
  });

  it('falls back to the list when the preferred challenge is not available', async () => {
    await expect(choose('alice', { PREFERRED_CHALLENGE: 'SMS_OTP' })).resolves.toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
    });
  });

  it('offers no code to a user with a second factor', async () => {
    await clientFor(pool).send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.userPoolId,
        Username: 'user01',
        EmailMfaSettings: { Enabled: true },
      }),
    );
    const { AvailableChallenges } = await choose('user01');
    expect(AvailableChallenges).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    const { ChallengeName } = await choose('user01', {
      PREFERRED_CHALLENGE: 'PASSWORD',
      PASSWORD: password('user01'),
    });
    expect(ChallengeName).toBe('EMAIL_OTP');
  });
});

describe('EMAIL_OTP as the only factor', () => {
  it('returns tokens for the code, once', async () => {
    const { ChallengeName, ChallengeParameters, Session } = await choose('bob', {
      PREFERRED_CHALLENGE: 'EMAIL_OTP',
    });
    expect([ChallengeName, ChallengeParameters?.['CODE_DELIVERY_DESTINATION']]).toEqual([
      'EMAIL_OTP',
      'b***@e***',
    ]);
    const answer = (code: string | undefined) =>
      respond(pool, 'EMAIL_OTP', Session, { USERNAME: 'bob', EMAIL_OTP_CODE: code ?? '' });
    await expect(answer('wrong')).rejects.toMatchObject(failure('CodeMismatchException'));
    const done = await answer(pool.lastCode('bob'));
    expect(claimsOf(done.AuthenticationResult?.AccessToken)).toMatchObject({ username: 'bob' });
    await expect(answer(pool.lastCode('bob'))).rejects.toMatchObject(failure('NotAuthorizedException'));
  });

  it('looks the same for an unknown user, and sends nothing', async () => {
    const { ChallengeName, ChallengeParameters, Session } = await choose('nobody', {
      PREFERRED_CHALLENGE: 'EMAIL_OTP',
    });
    expect(ChallengeName).toBe('EMAIL_OTP');
    expect(Object.keys(ChallengeParameters ?? {}).toSorted()).toEqual([
      'CODE_DELIVERY_DELIVERY_MEDIUM',
      'CODE_DELIVERY_DESTINATION',
      'USER_ID_FOR_SRP',
    ]);
    expect(pool.lastCode('nobody')).toBeUndefined();
    const answer = { USERNAME: 'nobody', EMAIL_OTP_CODE: '000000' };
    await expect(respond(pool, 'EMAIL_OTP', Session, answer)).rejects.toMatchObject(
      failure('CodeMismatchException'),
    );
  });
});

describe('a pool with existence errors', () => {
  it('refuses an unknown user at once', async () => {
    const leaky = await startEmbeddedPool({ config: { existenceErrors: 'LEGACY' } });
    await expect(initiate(leaky, 'nobody', 'x')).rejects.toMatchObject(failure('UserNotFoundException'));
    await leaky.close();
  });
});

describe('sign-up without a password', () => {
  const publicly = (Username: string) => ({ ClientId: pool.clients.public.id, Username });
  const signUp = (username: string) =>
    clientFor(pool).send(
      new SignUpCommand({
        ...publicly(username),
        UserAttributes: [{ Name: 'email', Value: `${username}@example.com` }],
      }),
    );

  it('leads to tokens with the session of the confirmation', async () => {
    const { Session } = await signUp('carol');
    const ConfirmationCode = pool.lastCode('carol');
    const confirmed = await clientFor(pool).send(
      new ConfirmSignUpCommand({ ...publicly('carol'), ConfirmationCode, Session }),
    );
    const done = await choose('carol', {}, confirmed.Session);
    expect(claimsOf(done.AuthenticationResult?.AccessToken)).toMatchObject({ username: 'carol' });
    await expect(choose('carol', {}, confirmed.Session)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it('returns no session to a confirmation without one', async () => {
    await signUp('dave');
    const ConfirmationCode = pool.lastCode('dave');
    const confirmed = await clientFor(pool).send(
      new ConfirmSignUpCommand({ ...publicly('dave'), ConfirmationCode }),
    );
    expect(confirmed.Session).toBeUndefined();
  });

  it('refuses the session of the sign-up itself and that of another user', async () => {
    const { Session } = await signUp('erin');
    await expect(choose('erin', {}, Session)).rejects.toMatchObject(failure('NotAuthorizedException'));
    await signUp('frank');
    const command = { ...publicly('frank'), ConfirmationCode: pool.lastCode('frank'), Session };
    await expect(clientFor(pool).send(new ConfirmSignUpCommand(command))).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it('does not allow a sign-in with an empty password', async () => {
    await signUp('grace');
    await clientFor(pool).send(
      new ConfirmSignUpCommand({ ...publicly('grace'), ConfirmationCode: pool.lastCode('grace') }),
    );
    await expect(initiate(pool, 'grace', '')).rejects.toMatchObject(WRONG);
    await expect(choose('grace')).resolves.toMatchObject({ AvailableChallenges: ['EMAIL_OTP'] });
  });

  it('is refused by a pool that allows only passwords', async () => {
    const strict = await startEmbeddedPool({ config: { firstFactors: ['PASSWORD'] } });
    const command = new SignUpCommand(publicly('heidi'));
    await expect(clientFor(strict).send(command)).rejects.toMatchObject(failure('InvalidParameterException'));
    await strict.close();
  });
});

describe('a step-up', () => {
  const level = (number: number) => `urn:cognito:loa:${number}`;
  const enrolMail = (Username: string) =>
    clientFor(pool).send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.userPoolId,
        Username,
        EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );

  it('is reported in acr and amr of both tokens, only if it was requested', async () => {
    const { AuthenticationResult: result } = await choose('user02', {
      TARGET_ACR_VALUES: level(2),
      PREFERRED_CHALLENGE: 'PASSWORD',
      PASSWORD: password('user02'),
    });
    for (const token of [result?.AccessToken, result?.IdToken]) {
      expect(claimsOf(token)).toMatchObject({ acr: level(2), amr: ['pwd'] });
    }
    expect(claimsOf((await signIn(pool, 'user02')).AccessToken)).not.toHaveProperty('acr');
  });

  it('asks only for the second factor if the token proves the password', async () => {
    const { AccessToken } = await signIn(pool, 'user03');
    await enrolMail('user03');
    const { ChallengeName, Session } = await choose('user03', {
      TARGET_ACR_VALUES: level(3),
      ACCESS_TOKEN: AccessToken,
    });
    expect(ChallengeName).toBe('EMAIL_OTP');
    const code = { USERNAME: 'user03', EMAIL_OTP_CODE: pool.lastCode('user03') ?? '' };
    const { AuthenticationResult: result } = await respond(pool, 'EMAIL_OTP', Session, code);
    expect(claimsOf(result?.AccessToken)).toMatchObject({ acr: level(3), amr: ['pwd', 'otp', 'mfa'] });
  });

  it('starts from the beginning if the token is older than MAX_AGE', async () => {
    const { AccessToken } = await signIn(pool, 'user04');
    const wanted = { TARGET_ACR_VALUES: level(2), ACCESS_TOKEN: AccessToken };
    const satisfied = await choose('user04', { ...wanted, MAX_AGE: '300' });
    expect(claimsOf(satisfied.AuthenticationResult?.AccessToken)['auth_time']).toBe(
      claimsOf(AccessToken)['auth_time'],
    );
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expect(choose('user04', { ...wanted, MAX_AGE: '0' })).resolves.toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
    });
  });

  it('falls back to the first level of the list that the user can reach', async () => {
    const { AuthenticationResult: result } = await choose('user05', {
      TARGET_ACR_VALUES: `${level(4)} unknown ${level(2)}`,
      PREFERRED_CHALLENGE: 'PASSWORD',
      PASSWORD: password('user05'),
    });
    expect(claimsOf(result?.AccessToken)).toMatchObject({ acr: level(2) });
  });

  it.each([
    ['no known level', { TARGET_ACR_VALUES: 'gold' }, 'InvalidParameterException'],
    ['a level that the user cannot reach', { TARGET_ACR_VALUES: level(4) }, 'NotAuthorizedException'],
    ['an age that is not a number', { MAX_AGE: 'soon' }, 'InvalidParameterException'],
    ['only an access token', { ACCESS_TOKEN: 'x' }, 'InvalidParameterException'],
    [
      'a forged access token',
      { TARGET_ACR_VALUES: level(2), ACCESS_TOKEN: 'x.y.z' },
      'NotAuthorizedException',
    ],
  ])('refuses %s', async (_case, parameters, error) => {
    await expect(choose('user06', parameters)).rejects.toMatchObject(failure(error));
  });

  it("refuses another user's access token", async () => {
    const { AccessToken } = await signIn(pool, 'alice');
    const parameters = { TARGET_ACR_VALUES: level(2), ACCESS_TOKEN: AccessToken };
    await expect(choose('user06', parameters)).rejects.toMatchObject(failure('NotAuthorizedException'));
  });
});
