import { setTimeout as sleep } from 'node:timers/promises';
import {
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { clientFor, failure, initiate, respond, signIn } from './spec.support';
import { totp } from './totp';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool({ config: { locksUsers: true, refusesUsedCodes: true } });
});
afterAll(() => pool.close());

describe('a pool that locks users', () => {
  const guess = (username: string) => initiate(pool, username, 'Wrong-Pass-1');
  const LOCKED = failure('NotAuthorizedException', 'Password attempts exceeded');
  const WRONG = failure('NotAuthorizedException', 'Incorrect username or password.');

  it('refuses any password for a second after five wrong ones, for each alias of the user', async () => {
    for (let count = 1; count <= 5; count += 1) await expect(guess('bob')).rejects.toMatchObject(WRONG);
    await expect(initiate(pool, 'bob@example.com', pool.passwords['bob'] ?? '')).rejects.toMatchObject(
      LOCKED,
    );
    await signIn(pool, 'alice');
    await sleep(1100);
    await signIn(pool, 'bob');
    await expect(guess('bob')).rejects.toMatchObject(WRONG);
  });

  it('locks an unknown username in the same way', async () => {
    for (let count = 1; count <= 5; count += 1) await expect(guess('nobody')).rejects.toMatchObject(WRONG);
    await expect(guess('nobody')).rejects.toMatchObject(LOCKED);
  });
});

describe('a pool that refuses used codes', () => {
  it('accepts an authenticator code only once', async () => {
    const { AccessToken } = await signIn(pool, 'user01');
    const client = clientFor(pool);
    const { SecretCode = '' } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const code = totp(SecretCode);
    await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    const { Session } = await initiate(pool, 'user01', pool.passwords['user01'] ?? '');
    const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
      respond(pool, 'SOFTWARE_TOKEN_MFA', Session, { USERNAME: 'user01', SOFTWARE_TOKEN_MFA_CODE });
    await expect(answer(code)).rejects.toMatchObject(failure('ExpiredCodeException'));
    // The code of the next 30 seconds is accepted already.
    const { AuthenticationResult } = await answer(totp(SecretCode, Date.now() + 30_000));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });
});
