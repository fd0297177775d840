import {
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSrpSession, signSrpSession, wrapAuthChallenge } from 'cognito-srp-helper';
import { startDemoPool } from './demo.pool';
import type { EmbeddedPool } from './embedded-pool';
import { claimsOf, clientFor, failure, initiate, respond, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startDemoPool({});
});
afterAll(() => pool.close());

const custom = (more: Record<string, string>) =>
  clientFor(pool).send(
    new InitiateAuthCommand({
      ClientId: pool.clients.public.id,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME: 'alice', ...more },
    }),
  );

/** Proves alice's password by SRP and returns the challenge with the sum. */
async function askedSum() {
  const srp = createSrpSession('alice', pool.passwords['alice'] ?? '', pool.userPoolId, false);
  const first = await custom({ CHALLENGE_NAME: 'SRP_A', SRP_A: srp.largeA });
  const { ChallengeResponses: proof } = wrapAuthChallenge(signSrpSession(srp, first), {
    ClientId: '',
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: { USERNAME: 'alice' },
  });
  const { ChallengeParameters, Session } = await respond(pool, 'PASSWORD_VERIFIER', first.Session, proof);
  const [a, b] = (ChallengeParameters?.['question'] ?? '').split(' + ').map(Number);
  return { sum: (a ?? 0) + (b ?? 0), Session };
}

describe('the pool of the demo', () => {
  it("applies the trigger's rules to bob's tokens at sign-in and at refresh", async () => {
    const { AccessToken, RefreshToken } = await signIn(pool, 'bob');
    const expected = {
      roles: ['agent', 'reader'],
      scope: 'aws.cognito.signin.user.admin orders/read',
      'cognito:groups': ['support'],
    };
    expect(claimsOf(AccessToken)).toMatchObject(expected);
    const { AuthenticationResult: renewed } = await clientFor(pool).send(
      new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: pool.clients.public.id }),
    );
    expect(claimsOf(renewed?.AccessToken)).toMatchObject(expected);
  });

  it("does not change alice's tokens", async () => {
    const claims = claimsOf((await signIn(pool, 'alice')).AccessToken);
    expect(claims['scope']).toBe('aws.cognito.signin.user.admin');
    expect(claims).not.toHaveProperty('roles');
  });

  it('offers to remember the device', async () => {
    const { AuthenticationResult: tokens } = await initiate(pool, 'alice', pool.passwords['alice'] ?? '');
    expect(tokens?.NewDeviceMetadata?.DeviceKey).toMatch(/^us-east-1_/);
  });

  it('asks for a sum after the password in CUSTOM_AUTH', async () => {
    const { sum, Session } = await askedSum();
    const { AuthenticationResult: tokens } = await respond(pool, 'CUSTOM_CHALLENGE', Session, {
      USERNAME: 'alice',
      ANSWER: String(sum),
    });
    expect(claimsOf(tokens?.AccessToken)).toMatchObject({ username: 'alice' });
  });

  it('refuses a wrong sum, and CUSTOM_AUTH without the password', async () => {
    const { sum, Session } = await askedSum();
    const wrong = { USERNAME: 'alice', ANSWER: String(sum + 1) };
    const refused = failure('NotAuthorizedException');
    await expect(respond(pool, 'CUSTOM_CHALLENGE', Session, wrong)).rejects.toMatchObject(refused);
    await expect(custom({})).rejects.toMatchObject(refused);
  });
});
