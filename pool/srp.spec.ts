import {
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { secretHash } from './overlay/secret-hash';
import { beginExchange, proves } from './overlay/srp/srp.exchange';
import { G, N, power } from './overlay/srp/srp.group';
import { verifierOf } from './overlay/srp/srp.verifier';
import { claimsOf, clientFor, failure } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const password = (username: string) => pool.passwords[username] ?? '';

/** Signs in as `cognito-srp-helper` documents; `tamper` changes the answer before it is sent. */
async function signInBySrp(
  username: string,
  secret: string,
  tamper: (responses: Record<string, string>) => Record<string, string> = (responses) => responses,
) {
  const session = createSrpSession(username, secret, pool.userPoolId, false);
  const initiated = await clientFor(pool).send(
    new InitiateAuthCommand(
      wrapInitiateAuth(session, {
        ClientId: pool.clients.public.id,
        AuthFlow: 'USER_SRP_AUTH' as const,
        AuthParameters: { CHALLENGE_NAME: 'SRP_A', USERNAME: username },
      }),
    ),
  );
  const signed = signSrpSession(session, initiated);
  const answer = wrapAuthChallenge(signed, {
    ClientId: pool.clients.public.id,
    ChallengeName: 'PASSWORD_VERIFIER' as const,
    ChallengeResponses: { USERNAME: initiated.ChallengeParameters?.['USER_ID_FOR_SRP'] ?? '' },
  });
  const send = () =>
    clientFor(pool).send(
      new RespondToAuthChallengeCommand({
        ...answer,
        ChallengeResponses: tamper(answer.ChallengeResponses ?? {}),
      }),
    );
  return { initiated, send };
}

describe('USER_SRP_AUTH', () => {
  it('returns tokens to cognito-srp-helper, without a session for the verifier', async () => {
    const { initiated, send } = await signInBySrp('alice', password('alice'));
    expect(initiated).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        USERNAME: 'alice',
        USER_ID_FOR_SRP: 'alice',
        SALT: expect.stringMatching(/^[0-9a-f]+$/),
        SRP_B: expect.stringMatching(/^[0-9a-f]{700,768}$/),
        SECRET_BLOCK: expect.any(String),
      },
    });
    expect(initiated.Session).toBeUndefined();
    expect(claimsOf((await send()).AuthenticationResult?.AccessToken)).toMatchObject({ username: 'alice' });
  });

  it('returns the username for the proof if the client sent an alias', async () => {
    const { initiated } = await signInBySrp('alice@example.com', password('alice'));
    expect(initiated.ChallengeParameters?.['USER_ID_FOR_SRP']).toBe('alice');
  });

  it('returns tokens to amazon-cognito-identity-js', async () => {
    const UserPoolId = pool.userPoolId;
    const Pool = new CognitoUserPool({
      UserPoolId,
      ClientId: pool.clients.public.id,
      endpoint: pool.endpoint,
    });
    const user = new CognitoUser({ Username: 'bob', Pool });
    const details = new AuthenticationDetails({ Username: 'bob', Password: password('bob') });
    const token = await new Promise<string>((resolve, reject) => {
      user.authenticateUser(details, {
        onSuccess: (session) => resolve(session.getAccessToken().getJwtToken()),
        onFailure: reject,
      });
    });
    expect(claimsOf(token)).toMatchObject({ username: 'bob', 'cognito:groups': ['support'] });
  });

  it.each([
    ['a wrong password', 'alice', 'Wrong-Pass-1'],
    ['an unknown user', 'nobody', 'Wrong-Pass-1'],
  ])('gives the same error for %s', async (_case, username, secret) => {
    const { initiated, send } = await signInBySrp(username, secret);
    expect(initiated.ChallengeName).toBe('PASSWORD_VERIFIER');
    await expect(send()).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Incorrect username or password.'),
    );
  });

  it('returns the same salt each time for an unknown user', async () => {
    const salt = async () => (await signInBySrp('nobody', 'x')).initiated.ChallengeParameters?.['SALT'];
    expect(await salt()).toBe(await salt());
  });

  it('accepts a proof only once', async () => {
    const { send } = await signInBySrp('alice', password('alice'));
    await send();
    await expect(send()).rejects.toMatchObject(failure('NotAuthorizedException'));
  });

  it('does not allow another attempt after a wrong proof', async () => {
    let wrong = true;
    const { send } = await signInBySrp('alice', password('alice'), (responses) =>
      wrong ? { ...responses, PASSWORD_CLAIM_SIGNATURE: 'AAAA' } : responses,
    );
    await expect(send()).rejects.toMatchObject(failure('NotAuthorizedException'));
    wrong = false;
    await expect(send()).rejects.toMatchObject(failure('NotAuthorizedException'));
  });

  it.each([
    ['a signature of zeros', { PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64') }],
    ['another secret block', { PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA' }],
    ['a time that was not signed', { TIMESTAMP: 'Thu Jan 1 00:00:00 UTC 2026' }],
    ["another user's name", { USERNAME: 'bob' }],
  ])('refuses %s', async (_case, changes) => {
    const { send } = await signInBySrp('alice', password('alice'), (responses) => ({
      ...responses,
      ...changes,
    }));
    await expect(send()).rejects.toMatchObject(failure('NotAuthorizedException'));
  });

  it.each(['0', 'not hexadecimal', N.toString(16), (2n * N).toString(16)])(
    'refuses SRP_A %.20s',
    async (SRP_A) => {
      const command = new InitiateAuthCommand({
        ClientId: pool.clients.public.id,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: 'alice', SRP_A },
      });
      await expect(clientFor(pool).send(command)).rejects.toMatchObject(failure('InvalidParameterException'));
    },
  );

  it('requires the SECRET_HASH of a confidential client in both requests', async () => {
    const { id, secret } = pool.clients.confidential;
    const session = createSrpSession('alice', password('alice'), pool.userPoolId, false);
    const SECRET_HASH = secretHash('alice', id, secret);
    const initiated = await clientFor(pool).send(
      new InitiateAuthCommand(
        wrapInitiateAuth(session, {
          ClientId: id,
          AuthFlow: 'USER_SRP_AUTH' as const,
          AuthParameters: { USERNAME: 'alice', SECRET_HASH },
        }),
      ),
    );
    const answer = (more: Record<string, string>) =>
      new RespondToAuthChallengeCommand(
        wrapAuthChallenge(signSrpSession(session, initiated), {
          ClientId: id,
          ChallengeName: 'PASSWORD_VERIFIER' as const,
          ChallengeResponses: { USERNAME: 'alice', ...more },
        }),
      );
    await expect(clientFor(pool).send(answer({}))).rejects.toMatchObject(failure('NotAuthorizedException'));
    await expect(clientFor(pool).send(answer({ SECRET_HASH }))).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });
});

describe("the server's half of SRP", () => {
  const verifier = verifierOf('LocalPoolalice', 'Alice-Pass-1', 0x1234n);
  it('uses a safe prime of 3072 bits', () => {
    expect(N.toString(2)).toHaveLength(3072);
    // Fermat's test: a composite number of this size passes with negligible probability.
    expect(power(G, N - 1n)).toBe(1n);
    expect(power(3n, N - 1n)).toBe(1n);
  });

  it.each(['', 'yesterday', '2026-11-26T05:00:00Z'])('refuses a claim signed at "%s"', (timestamp) => {
    const exchange = beginExchange('abc', verifier);
    const claim = { signature: '', secretBlock: exchange.secretBlock, timestamp };
    expect(proves(exchange, 'LocalPoolalice', claim)).toBe(false);
  });
});
