import {
  CompleteWebAuthnRegistrationCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { createSrpSession, signSrpSession, wrapAuthChallenge } from 'cognito-srp-helper';
import type { CustomAuth } from '../../pool/overlay/sign-in/custom.triggers';
import { PasskeyAuthenticator } from '../../pool/passkey.authenticator';
import { clientFor, signIn as signInAtPool } from '../../pool/spec.support';
import { totp } from '../../pool/totp';
import { claimsIn, PoolService, withoutRequestId } from '../support/pool.service';
import type { Answer } from '../support/test-service';

/** Asks for the word "swordfish". */
const customAuth: CustomAuth = {
  define: (event) => {
    const last = (event.request['session'] as { challengeResult?: boolean }[]).at(-1);
    const response = last?.challengeResult ? { issueTokens: true } : { challengeName: 'CUSTOM_CHALLENGE' };
    return Promise.resolve({ ...event, response });
  },
  create: (event) =>
    Promise.resolve({ ...event, response: { publicChallengeParameters: { question: 'The word?' } } }),
  verify: (event) =>
    Promise.resolve({
      ...event,
      response: { answerCorrect: event.request['challengeAnswer'] === 'swordfish' },
    }),
};

let app: PoolService;
beforeAll(async () => {
  app = await PoolService.start({}, { customAuth });
});
afterAll(() => app.close());

const signIn = (body: object) => app.post('/auth/sign-in', body);
const respond = (body: object) => app.post('/auth/challenge', body);
const passwordOf = (username: string) => app.pool.passwords[username] ?? '';

async function expectTokens({ status, text, body }: Answer, username: string): Promise<void> {
  expect([status, text]).toEqual([200, expect.stringContaining('accessToken')]);
  expect(claimsIn(body['accessToken'])).toMatchObject({ username });
  expect(await app.verdictOn(String(body['accessToken']))).toBe('valid');
}

describe('Sign-in with SRP, computed by cognito-srp-helper', () => {
  /** The two steps of a client that uses only Lifeguard's answers. */
  async function bySrp(username: string, password: string): Promise<Answer> {
    const session = createSrpSession(username, password, app.pool.userPoolId, false);
    const { body } = await signIn({ flow: 'srp', username, srpA: session.largeA });
    expect(body['challenge']).toBe('PASSWORD_VERIFIER');
    const parameters = body['parameters'] as Record<string, string>;
    const signed = signSrpSession(session, {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: parameters,
    });
    const { ChallengeResponses } = wrapAuthChallenge(signed, {
      ClientId: app.pool.clients.public.id,
      ChallengeName: 'PASSWORD_VERIFIER' as const,
      ChallengeResponses: { USERNAME: parameters['USER_ID_FOR_SRP'] ?? '' },
    });
    return respond({
      challenge: 'PASSWORD_VERIFIER',
      username: parameters['USER_ID_FOR_SRP'],
      responses: ChallengeResponses,
    });
  }

  it.each(['alice', 'alice@example.com'])('returns tokens for %s', async (username) => {
    await expectTokens(await bySrp(username, passwordOf('alice')), 'alice');
  });

  it('refuses a wrong password and an unknown user in the same way', async () => {
    const wrong = await bySrp('alice', 'Wrong-Pass-1');
    expect([wrong.status, wrong.body['code']]).toEqual([401, 'bad_credentials']);
    const nobody = await bySrp('nobody', 'Wrong-Pass-1');
    expect([nobody.status, withoutRequestId(nobody)]).toEqual([wrong.status, withoutRequestId(wrong)]);
  });
});

describe('Choice-based sign-in', () => {
  it('returns the challenges to choose from, and tokens after the password is chosen', async () => {
    const { body } = await signIn({ flow: 'choice', username: 'bob' });
    expect(body).toMatchObject({
      challenge: 'SELECT_CHALLENGE',
      session: expect.any(String),
      availableChallenges: expect.arrayContaining(['PASSWORD', 'EMAIL_OTP']),
    });
    const responses = { ANSWER: 'PASSWORD', PASSWORD: passwordOf('bob') };
    const { session } = body;
    const answer = await respond({ challenge: 'SELECT_CHALLENGE', session, username: 'bob', responses });
    await expectTokens(answer, 'bob');
  });

  it('with a preferred password needs one step', async () => {
    const password = passwordOf('bob');
    const answer = await signIn({ flow: 'choice', prefer: 'password', username: 'bob', password });
    await expectTokens(answer, 'bob');
  });

  it('sends a code by e-mail: a wrong one is code_mismatch, the right one returns tokens', async () => {
    const { body } = await signIn({ flow: 'choice', prefer: 'email-otp', username: 'user01' });
    expect(body).toMatchObject({
      challenge: 'EMAIL_OTP',
      parameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: expect.any(String) },
    });
    const answer = (EMAIL_OTP_CODE: string) =>
      respond({
        challenge: 'EMAIL_OTP',
        session: body['session'],
        username: 'user01',
        responses: { EMAIL_OTP_CODE },
      });
    expect((await answer('00000000')).body['code']).toBe('code_mismatch');
    await expectTokens(await answer(app.pool.lastCode('user01') ?? ''), 'user01');
  });

  it('signs in with a passkey, whose options and credential are JSON', async () => {
    const { accessToken: AccessToken } = await app.signIn('user02');
    const client = clientFor(app.pool);
    const { CredentialCreationOptions } = await client.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    const device = new PasskeyAuthenticator();
    const options = CredentialCreationOptions as unknown as PublicKeyCredentialCreationOptionsJSON;
    // The SDK types a document as any JSON.
    const Credential = device.register(options) as never;
    await client.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));

    const { body } = await signIn({ flow: 'choice', prefer: 'passkey', username: 'user02' });
    expect(body['challenge']).toBe('WEB_AUTHN');
    const { CREDENTIAL_REQUEST_OPTIONS } = body['parameters'] as {
      CREDENTIAL_REQUEST_OPTIONS: PublicKeyCredentialRequestOptionsJSON;
    };
    const answer = await respond({
      challenge: 'WEB_AUTHN',
      session: body['session'],
      username: 'user02',
      responses: { CREDENTIAL: device.assert(CREDENTIAL_REQUEST_OPTIONS) },
    });
    await expectTokens(answer, 'user02');
  });
});

describe('Sign-up without a password', () => {
  it('is confirmed with a session that signs in at once', async () => {
    const attributes = { email: 'carol@example.com' };
    const signedUp = await app.post('/auth/sign-up', { username: 'carol', attributes });
    expect([signedUp.status, signedUp.body]).toEqual([
      201,
      {
        confirmed: false,
        sub: expect.any(String),
        code: { attribute: 'email', medium: 'email', destination: expect.stringContaining('*') },
        session: expect.any(String),
      },
    ]);
    const code = app.pool.lastCode('carol');
    const { session } = signedUp.body;
    const confirmed = await app.post('/auth/sign-up/confirm', { username: 'carol', code, session });
    expect([confirmed.status, confirmed.body]).toEqual([200, { session: expect.any(String) }]);
    const answer = await signIn({ flow: 'choice', username: 'carol', session: confirmed.body['session'] });
    await expectTokens(answer, 'carol');
  });

  it('is confirmed with 204 if no session was sent', async () => {
    const attributes = { email: 'dave@example.com' };
    await app.post('/auth/sign-up', { username: 'dave', attributes });
    const code = app.pool.lastCode('dave');
    expect((await app.post('/auth/sign-up/confirm', { username: 'dave', code })).status).toBe(204);
  });
});

describe('Custom sign-in', () => {
  it('asks the question of the triggers, and again after a wrong answer', async () => {
    const first = await signIn({ flow: 'custom', username: 'alice' });
    expect(first.body).toMatchObject({
      challenge: 'CUSTOM_CHALLENGE',
      parameters: { question: 'The word?' },
    });
    const answer = (session: unknown, ANSWER: string) =>
      respond({ challenge: 'CUSTOM_CHALLENGE', session, username: 'alice', responses: { ANSWER } });
    const second = await answer(first.body['session'], 'guess');
    expect(second.body['challenge']).toBe('CUSTOM_CHALLENGE');
    await expectTokens(await answer(second.body['session'], 'swordfish'), 'alice');
  });
});

describe('Tokens that other clients got directly from the pool', () => {
  it('are accepted from amazon-cognito-identity-js, by SRP', async () => {
    const { userPoolId: UserPoolId, endpoint, clients } = app.pool;
    const Pool = new CognitoUserPool({ UserPoolId, ClientId: clients.public.id, endpoint });
    const user = new CognitoUser({ Username: 'bob', Pool });
    const details = new AuthenticationDetails({ Username: 'bob', Password: passwordOf('bob') });
    const session = await new Promise<CognitoUserSession>((resolve, reject) => {
      user.authenticateUser(details, { onSuccess: resolve, onFailure: reject });
    });
    expect(await app.verdictOn(session.getAccessToken().getJwtToken())).toBe('valid');
    expect(await app.verdictOn(await app.refresh(session.getRefreshToken().getToken()))).toBe('valid');
  });

  it('are accepted from the AWS SDK', async () => {
    const { AccessToken } = await signInAtPool(app.pool, 'alice');
    expect(await app.verdictOn(AccessToken)).toBe('valid');
  });
});

describe('A pool that requires a second factor', () => {
  let strict: PoolService;
  beforeAll(async () => {
    strict = await PoolService.start(
      { TOTP_ISSUER: 'Example & Co' },
      { config: { mfa: 'ON', secondFactors: ['SOFTWARE_TOKEN_MFA'] } },
    );
  });
  afterAll(() => strict.close());

  it('lets a user without one set up an authenticator app, and requires it from then on', async () => {
    const credentials = { username: 'alice', password: strict.pool.passwords['alice'] };
    const first = await strict.post('/auth/sign-in', credentials);
    expect(first.body).toMatchObject({
      challenge: 'MFA_SETUP',
      parameters: { MFAS_CAN_SETUP: expect.arrayContaining(['SOFTWARE_TOKEN_MFA']) },
    });
    const setup = await strict.post('/auth/mfa/totp', { session: first.body['session'], username: 'alice' });
    const secret = String(setup.body['secret']);
    expect(setup.body['uri']).toBe(
      `otpauth://totp/Example%20%26%20Co:alice?secret=${secret}&issuer=Example%20%26%20Co`,
    );

    const verify = (code: string) =>
      strict.post('/auth/mfa/totp/verify', { session: setup.body['session'], code });
    const right = totp(secret);
    const wrong = await verify(right === '000000' ? '000001' : '000000');
    expect([wrong.status, wrong.body['code']]).toEqual([400, 'code_mismatch']);
    const verified = await verify(right);
    expect(verified.status).toBe(200);
    const tokens = await strict.post('/auth/challenge', {
      challenge: 'MFA_SETUP',
      session: verified.body['session'],
      username: 'alice',
    });
    expect(claimsIn(tokens.body['accessToken'])).toMatchObject({ username: 'alice' });

    const again = await strict.post('/auth/sign-in', credentials);
    expect(again.body['challenge']).toBe('SOFTWARE_TOKEN_MFA');
    const done = await strict.post('/auth/challenge', {
      challenge: 'SOFTWARE_TOKEN_MFA',
      session: again.body['session'],
      username: 'alice',
      responses: { SOFTWARE_TOKEN_MFA_CODE: totp(secret) },
    });
    expect([done.status, 'accessToken' in done.body]).toEqual([200, true]);
  });
});

describe('A pool that remembers devices', () => {
  let remembering: PoolService;
  beforeAll(async () => {
    remembering = await PoolService.start({}, { config: { devices: 'ALWAYS' } });
  });
  afterAll(() => remembering.close());

  it('names the new device with the tokens, and refreshes with its key', async () => {
    const { body } = await remembering.post('/auth/sign-in', {
      username: 'alice',
      password: remembering.pool.passwords['alice'],
    });
    expect(body['newDevice']).toEqual({ key: expect.any(String), groupKey: expect.any(String) });
    const { key } = body['newDevice'] as { key: string };
    const refreshed = await remembering.post('/auth/refresh', {
      refreshToken: body['refreshToken'],
      deviceKey: key,
    });
    expect(refreshed.status).toBe(200);
  });
});
