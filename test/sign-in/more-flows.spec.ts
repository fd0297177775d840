import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSrpSession, signSrpSession, wrapAuthChallenge } from 'cognito-srp-helper';
import type { CustomAuth } from '../../pool/overlay/sign-in/custom.triggers';
import { claimsIn, PoolService } from '../support/pool.service';
import type { Answer } from '../support/test-service';

/** Asks for a word after SRP, if the sign-in began with SRP. */
const customAuth: CustomAuth = {
  define: (event) => {
    const last = (event.request['session'] as { challengeName?: string; challengeResult?: boolean }[]).at(-1);
    const next =
      last?.challengeName === 'SRP_A'
        ? { challengeName: 'PASSWORD_VERIFIER' }
        : last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult
          ? { issueTokens: true }
          : { challengeName: 'CUSTOM_CHALLENGE' };
    return Promise.resolve({ ...event, response: next });
  },
  create: (event) => Promise.resolve({ ...event, response: {} }),
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
const passwordOf = (username: string) => app.pool.passwords[username] ?? '';
const respond = (body: object) => app.post('/auth/challenge', body);

async function expectTokens({ status, text, body }: Answer, username: string): Promise<void> {
  expect([status, text]).toEqual([200, expect.stringContaining('accessToken')]);
  expect(claimsIn(body['accessToken'])).toMatchObject({ username });
  expect(await app.verdictOn(String(body['accessToken']))).toBe('valid');
}

/** Proves a password in response to PASSWORD_VERIFIER. */
function prove(srp: ReturnType<typeof createSrpSession>, { body }: Answer): Promise<Answer> {
  expect(body).toMatchObject({ challenge: 'PASSWORD_VERIFIER', session: expect.any(String) });
  const parameters = body['parameters'] as Record<string, string>;
  const username = parameters['USER_ID_FOR_SRP'] ?? '';
  const { ChallengeResponses: responses } = wrapAuthChallenge(
    signSrpSession(srp, { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: parameters }),
    { ClientId: '', ChallengeName: 'PASSWORD_VERIFIER' as const, ChallengeResponses: { USERNAME: username } },
  );
  return respond({ challenge: 'PASSWORD_VERIFIER', session: body['session'], username, responses });
}

describe('Choice-based sign-in with SRP', () => {
  it('returns tokens in one step with the preference', async () => {
    const srp = createSrpSession('alice', passwordOf('alice'), app.pool.userPoolId, false);
    const flow = { flow: 'choice', prefer: 'password-srp', username: 'alice', srpA: srp.largeA };
    await expectTokens(await prove(srp, await app.post('/auth/sign-in', flow)), 'alice');
  });

  it('returns tokens after the choice', async () => {
    const { body } = await app.post('/auth/sign-in', { flow: 'choice', username: 'bob' });
    expect(body['availableChallenges']).toContain('PASSWORD_SRP');
    const srp = createSrpSession('bob', passwordOf('bob'), app.pool.userPoolId, false);
    const chosen = await respond({
      challenge: 'SELECT_CHALLENGE',
      session: body['session'],
      username: 'bob',
      responses: { ANSWER: 'PASSWORD_SRP', SRP_A: srp.largeA },
    });
    await expectTokens(await prove(srp, chosen), 'bob');
  });
});

describe('Choice-based sign-in with a code by SMS', () => {
  it('returns tokens', async () => {
    const root = (await app.signIn('root')).accessToken;
    const attributes = { phone_number: '+15550177', phone_number_verified: 'true' };
    expect(
      (await app.call('/users/user03', { method: 'PATCH', body: { attributes }, token: root })).status,
    ).toBe(204);
    const { body } = await app.post('/auth/sign-in', {
      flow: 'choice',
      prefer: 'sms-otp',
      username: 'user03',
    });
    expect(body).toMatchObject({
      challenge: 'SMS_OTP',
      parameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' },
    });
    const answer = await respond({
      challenge: 'SMS_OTP',
      session: body['session'],
      username: 'user03',
      responses: { SMS_OTP_CODE: app.pool.lastCode('user03', 'SMS') },
    });
    await expectTokens(answer, 'user03');
  });
});

describe('Custom sign-in with SRP before it', () => {
  it('asks for the proof of the password, and then its own question', async () => {
    const srp = createSrpSession('user01', passwordOf('user01'), app.pool.userPoolId, false);
    const begun = await app.post('/auth/sign-in', { flow: 'custom', username: 'user01', srpA: srp.largeA });
    const proved = await prove(srp, begun);
    expect(proved.body['challenge']).toBe('CUSTOM_CHALLENGE');
    const answer = await respond({
      challenge: 'CUSTOM_CHALLENGE',
      session: proved.body['session'],
      username: 'user01',
      responses: { ANSWER: 'swordfish' },
    });
    await expectTokens(answer, 'user01');
  });

  it('refuses a wrong password before it asks its own question', async () => {
    const srp = createSrpSession('user02', 'Wrong-Pass-1', app.pool.userPoolId, false);
    const begun = await app.post('/auth/sign-in', { flow: 'custom', username: 'user02', srpA: srp.largeA });
    expect(await prove(srp, begun)).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
  });
});
