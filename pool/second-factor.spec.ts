import {
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedPool, startEmbeddedPool } from './embedded-pool';
import { claimsOf, clientFor, failure, initiate, signIn } from './spec.support';
import { totp } from './totp';

let pool: EmbeddedPool;
let secret = '';
beforeAll(async () => {
  pool = await startEmbeddedPool();
  const { AccessToken } = await signIn(pool, 'alice');
  const associated = await clientFor(pool).send(new AssociateSoftwareTokenCommand({ AccessToken }));
  secret = associated.SecretCode ?? '';
  await clientFor(pool).send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(secret) }));
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await clientFor(pool).send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
});
afterAll(() => pool.close());

const respond = (Session: string | undefined, SOFTWARE_TOKEN_MFA_CODE: string) =>
  clientFor(pool).send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clients.public.id,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session,
      ChallengeResponses: { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE },
    }),
  );

describe('a second factor', () => {
  it('is asked for after the password, and its code gives tokens', async () => {
    const first = await initiate(pool, 'alice', pool.passwords['alice'] ?? '');
    expect(first.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const { AuthenticationResult: result } = await respond(first.Session, totp(secret));
    expect(claimsOf(result?.AccessToken)).toMatchObject({ username: 'alice' });
  });

  it('refuses a wrong code', async () => {
    const { Session } = await initiate(pool, 'alice', pool.passwords['alice'] ?? '');
    await expect(respond(Session, 'abcdef')).rejects.toMatchObject(failure('CodeMismatchException'));
  });

  it('refuses a session that no sign-in gave', async () => {
    await expect(respond('x'.repeat(40), totp(secret))).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });
});
