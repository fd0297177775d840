import { setTimeout as sleep } from 'node:timers/promises';
import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserSessionsCommand,
  RevokeUserSessionCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { claimsOf, clientFor, failure, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const sessionsOf = async (AccessToken: string) =>
  (await clientFor(pool).send(new ListUserSessionsCommand({ AccessToken }))).Sessions ?? [];
const revoke = (AccessToken: string, SessionId: string | undefined) =>
  clientFor(pool).send(new RevokeUserSessionCommand({ AccessToken, SessionId }));
const renew = (RefreshToken: string, at = pool) =>
  clientFor(at).send(new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: at.clients.public.id }));

describe('the sessions of a user', () => {
  it('are listed with the current one marked', async () => {
    await signIn(pool, 'alice');
    const { AccessToken } = await signIn(pool, 'alice');
    const sessions = await sessionsOf(AccessToken);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter((session) => session.IsCurrentSession)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      SessionId: expect.stringMatching(/^tkn[a-z0-9]{25}$/),
      SessionType: 'TOKEN',
      ClientId: pool.clients.public.id,
      CreateDate: expect.any(Date),
      LastActiveDate: expect.any(Date),
    });
  });

  it('keep the IP address that the application passed on', async () => {
    const { AuthenticationResult: tokens } = await clientFor(pool).send(
      new InitiateAuthCommand({
        ClientId: pool.clients.public.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'bob', PASSWORD: pool.passwords['bob'] ?? '' },
        UserContextData: { IpAddress: '203.0.113.7' },
      }),
    );
    const [session] = await sessionsOf(tokens?.AccessToken ?? '');
    expect(session?.LastIPAddress).toBe('203.0.113.7');
  });

  it('can be ended by id, which revokes their tokens', async () => {
    const [mine, other] = [await signIn(pool, 'user01'), await signIn(pool, 'user01')];
    const id = (await sessionsOf(mine.AccessToken)).find((one) => !one.IsCurrentSession)?.SessionId;
    await revoke(mine.AccessToken, id);
    await expect(
      clientFor(pool).send(new GetUserCommand({ AccessToken: other.AccessToken })),
    ).rejects.toMatchObject(failure('NotAuthorizedException', 'Access Token has been revoked'));
    await expect(renew(other.RefreshToken)).rejects.toMatchObject(failure('NotAuthorizedException'));
    expect(await sessionsOf(mine.AccessToken)).toHaveLength(1);
  });

  it('cannot be ended while they are the current one', async () => {
    const { AccessToken } = await signIn(pool, 'user02');
    const [current] = await sessionsOf(AccessToken);
    await expect(revoke(AccessToken, current?.SessionId)).rejects.toMatchObject(
      failure('InvalidParameterException'),
    );
  });

  it('cannot be ended by another user or under an unknown id', async () => {
    const [mine, theirs] = [await signIn(pool, 'user03'), await signIn(pool, 'user04')];
    const [session] = await sessionsOf(theirs.AccessToken);
    for (const id of [session?.SessionId, 'tkn0000000000000000000000000']) {
      await expect(revoke(mine.AccessToken, id)).rejects.toMatchObject(failure('ResourceNotFoundException'));
    }
  });

  it('can be listed and ended by an administrator', async () => {
    const { AccessToken } = await signIn(pool, 'user05');
    const target = { UserPoolId: pool.userPoolId, Username: 'user05' };
    const { Sessions = [] } = await clientFor(pool).send(new AdminListUserSessionsCommand(target));
    expect(Sessions.map((session) => session.IsCurrentSession)).toEqual([false]);
    const SessionId = Sessions[0]?.SessionId;
    await clientFor(pool).send(new AdminRevokeUserSessionCommand({ ...target, SessionId }));
    await expect(clientFor(pool).send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });
});

describe('rotation of refresh tokens', () => {
  const rotating = (rotationGraceSeconds: number) => startEmbeddedPool({ config: { rotationGraceSeconds } });

  it('returns a new refresh token of the same session each time', async () => {
    const at = await rotating(60);
    const first = await signIn(at, 'alice');
    const { AuthenticationResult: second } = await renew(first.RefreshToken, at);
    expect(second?.RefreshToken).not.toBe(first.RefreshToken);
    const { AuthenticationResult: third } = await renew(second?.RefreshToken ?? '', at);
    expect(claimsOf(third?.AccessToken)['origin_jti']).toBe(claimsOf(first.AccessToken)['origin_jti']);
    await at.close();
  });

  it('accepts the old token within the grace period only', async () => {
    const at = await rotating(3);
    const { RefreshToken } = await signIn(at, 'alice');
    await renew(RefreshToken, at);
    await expect(renew(RefreshToken, at)).resolves.toHaveProperty('AuthenticationResult');
    await sleep(3100);
    await expect(renew(RefreshToken, at)).rejects.toMatchObject(failure('RefreshTokenReuseException'));
    await at.close();
  });

  it('accepts one of several parallel requests without a grace period', async () => {
    const at = await rotating(0);
    const { RefreshToken } = await signIn(at, 'alice');
    const results = await Promise.allSettled([1, 2, 3].map(() => renew(RefreshToken, at)));
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await at.close();
  });

  it('refuses REFRESH_TOKEN_AUTH', async () => {
    const at = await rotating(60);
    const { RefreshToken } = await signIn(at, 'alice');
    const command = new InitiateAuthCommand({
      ClientId: at.clients.public.id,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });
    await expect(clientFor(at).send(command)).rejects.toMatchObject(failure('InvalidParameterException'));
    await at.close();
  });
});
