import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSrpSession, signSrpSession, wrapAuthChallenge } from 'cognito-srp-helper';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import type { CustomAuth, CustomEvent, CustomResult } from './overlay/sign-in/custom.triggers';
import { claimsOf, clientFor, failure, respond } from './spec.support';

const events: CustomEvent[] = [];
const answered = (event: CustomEvent, response: Record<string, unknown>) => {
  events.push(structuredClone(event));
  return Promise.resolve({ ...event, response });
};

/** Expects the word "swordfish" within two attempts, after SRP if the sign-in began with it. */
const customAuth: CustomAuth = {
  define: (event) => {
    const session = event.request['session'] as CustomResult[];
    const last = session.at(-1);
    if (last?.challengeName === 'SRP_A') return answered(event, { challengeName: 'PASSWORD_VERIFIER' });
    if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) {
      return answered(event, { issueTokens: true });
    }
    const failed = session.filter((one) => !one.challengeResult).length;
    return answered(event, failed < 2 ? { challengeName: 'CUSTOM_CHALLENGE' } : { failAuthentication: true });
  },
  create: (event) =>
    answered(event, {
      publicChallengeParameters: { question: 'The word?' },
      privateChallengeParameters: { word: 'swordfish' },
      challengeMetadata: 'WORD',
    }),
  verify: (event) => {
    const { privateChallengeParameters: known, challengeAnswer } = event.request;
    return answered(event, { answerCorrect: (known as { word: string }).word === challengeAnswer });
  },
};

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool({ customAuth });
});
afterAll(() => pool.close());

const begin = (USERNAME: string, more: Record<string, string> = {}, at = pool) =>
  clientFor(at).send(
    new InitiateAuthCommand({
      ClientId: at.clients.public.id,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME, ...more },
    }),
  );
const answer = (Session: string | undefined, ANSWER: string, USERNAME = 'alice') =>
  respond(pool, 'CUSTOM_CHALLENGE', Session, { USERNAME, ANSWER });

describe('CUSTOM_AUTH', () => {
  it("asks the functions' question, and returns tokens for the right answer", async () => {
    events.length = 0;
    const first = await begin('alice');
    expect(first.ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(first.ChallengeParameters).toEqual({ question: 'The word?', USERNAME: 'alice' });
    const { AuthenticationResult: result } = await answer(first.Session, 'swordfish');
    expect(claimsOf(result?.AccessToken)).toMatchObject({ username: 'alice' });
    expect(events.map((event) => event.triggerSource)).toEqual([
      'DefineAuthChallenge_Authentication',
      'CreateAuthChallenge_Authentication',
      'VerifyAuthChallengeResponse_Authentication',
      'DefineAuthChallenge_Authentication',
    ]);
    expect(events.at(-1)?.request['session']).toEqual([
      { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'WORD' },
    ]);
  });

  it('lets the functions decide what a wrong answer means', async () => {
    const first = await begin('alice');
    const second = await answer(first.Session, 'guess');
    expect(second.ChallengeName).toBe('CUSTOM_CHALLENGE');
    await expect(answer(first.Session, 'swordfish')).rejects.toMatchObject(failure('NotAuthorizedException'));
    await expect(answer(second.Session, 'guess')).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Incorrect username or password.'),
    );
  });

  it('passes userNotFound to the functions, and never returns tokens to an unknown user', async () => {
    events.length = 0;
    const { Session } = await begin('nobody');
    expect(events[0]?.request.userNotFound).toBe(true);
    await expect(answer(Session, 'swordfish', 'nobody')).resolves.toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
    });
  });

  it('can start with SRP', async () => {
    const srp = createSrpSession('alice', pool.passwords['alice'] ?? '', pool.userPoolId, false);
    const first = await begin('alice', { CHALLENGE_NAME: 'SRP_A', SRP_A: srp.largeA });
    expect(first.ChallengeName).toBe('PASSWORD_VERIFIER');
    const { ChallengeResponses: proof } = wrapAuthChallenge(signSrpSession(srp, first), {
      ClientId: '',
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: { USERNAME: 'alice' },
    });
    const second = await respond(pool, 'PASSWORD_VERIFIER', first.Session, proof);
    expect(second.ChallengeName).toBe('CUSTOM_CHALLENGE');
    await expect(answer(second.Session, 'swordfish')).resolves.toHaveProperty('AuthenticationResult');
  });

  it('is refused by a pool without the functions', async () => {
    const plain = await startEmbeddedPool();
    await expect(begin('alice', {}, plain)).rejects.toMatchObject(failure('InvalidParameterException'));
    await plain.close();
  });
});
