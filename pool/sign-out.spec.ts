import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { subOf } from './seed';
import { clientFor, failure, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const REVOKED = failure('NotAuthorizedException', 'Access Token has been revoked');

const target = (Username: string) => ({ UserPoolId: pool.userPoolId, Username });
const getUser = (AccessToken: string) => clientFor(pool).send(new GetUserCommand({ AccessToken }));
const renew = (RefreshToken: string) =>
  clientFor(pool).send(
    new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: pool.clients.public.id }),
  );
const revoke = (Token: string, ClientSecret?: string) =>
  clientFor(pool).send(new RevokeTokenCommand({ Token, ClientId: pool.clients.public.id, ClientSecret }));

describe('RevokeToken', () => {
  it('revokes the access token of the session', async () => {
    const tokens = await signIn(pool, 'alice');
    await revoke(tokens.RefreshToken);
    await expect(getUser(tokens.AccessToken)).rejects.toMatchObject(REVOKED);
  });

  it('revokes the refresh token', async () => {
    const tokens = await signIn(pool, 'alice');
    await revoke(tokens.RefreshToken);
    await expect(renew(tokens.RefreshToken)).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Refresh Token has been revoked'),
    );
  });

  it('revokes the access tokens renewed with it', async () => {
    const { RefreshToken } = await signIn(pool, 'alice');
    const renewed = (await renew(RefreshToken)).AuthenticationResult?.AccessToken ?? '';
    await revoke(RefreshToken);
    await expect(getUser(renewed)).rejects.toMatchObject(REVOKED);
  });

  it("does not end the user's other session", async () => {
    const [one, other] = [await signIn(pool, 'alice'), await signIn(pool, 'alice')];
    await revoke(one.RefreshToken);
    await expect(getUser(other.AccessToken)).resolves.toMatchObject({ Username: 'alice' });
  });

  it('refuses an access token', async () => {
    const { AccessToken } = await signIn(pool, 'alice');
    await expect(revoke(AccessToken)).rejects.toMatchObject(failure('UnsupportedTokenTypeException'));
  });

  it('refuses a client with a wrong secret', async () => {
    const { RefreshToken } = await signIn(pool, 'alice');
    await expect(revoke(RefreshToken, 'wrong')).rejects.toMatchObject(failure('UnauthorizedException'));
  });
});

describe('a sign-out everywhere', () => {
  it('by GlobalSignOut ends every session of the caller', async () => {
    const [one, other] = [await signIn(pool, 'bob'), await signIn(pool, 'bob')];
    await clientFor(pool).send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    await expect(getUser(other.AccessToken)).rejects.toMatchObject(REVOKED);
  });

  it('by GlobalSignOut does not end sessions of other users', async () => {
    const [mine, theirs] = [await signIn(pool, 'bob'), await signIn(pool, 'alice')];
    await clientFor(pool).send(new GlobalSignOutCommand({ AccessToken: mine.AccessToken }));
    await expect(getUser(theirs.AccessToken)).resolves.toMatchObject({ Username: 'alice' });
  });

  it('by AdminUserGlobalSignOut ends the sessions, and the user can sign in again', async () => {
    const before = await signIn(pool, 'user20');
    await clientFor(pool).send(new AdminUserGlobalSignOutCommand(target('user20')));
    const after = await signIn(pool, 'user20');
    await expect(getUser(before.AccessToken)).rejects.toMatchObject(REVOKED);
    await expect(getUser(after.AccessToken)).resolves.toMatchObject({ Username: 'user20' });
  });

  it('by AdminDisableUser ends the sessions', async () => {
    const { AccessToken, RefreshToken } = await signIn(pool, 'user21');
    await clientFor(pool).send(new AdminDisableUserCommand(target('user21')));
    await expect(getUser(AccessToken)).rejects.toMatchObject(REVOKED);
    await expect(renew(RefreshToken)).rejects.toMatchObject(
      failure('NotAuthorizedException', 'User is disabled.'),
    );
  });

  it('by AdminDeleteUser leaves tokens without a user', async () => {
    const { AccessToken } = await signIn(pool, 'user22');
    await clientFor(pool).send(new AdminDeleteUserCommand(target('user22')));
    await expect(getUser(AccessToken)).rejects.toMatchObject(failure('UserNotFoundException'));
  });
});

describe('the access token of a self-service action', () => {
  const claims = { sub: subOf('alice'), username: 'alice', scope: 'aws.cognito.signin.user.admin' };

  it('is accepted when minted with the right claims', async () => {
    await expect(getUser(pool.mint(claims))).resolves.toMatchObject({ Username: 'alice' });
  });

  it('is refused if the pool did not sign it', async () => {
    const [head, payload] = pool.mint(claims).split('.');
    await expect(getUser(`${head}.${payload}.AAAA`)).rejects.toMatchObject(failure('NotAuthorizedException'));
  });

  it('is refused if it has expired', async () => {
    await expect(getUser(pool.mint({ ...claims, exp: 1 }))).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Access Token has expired'),
    );
  });

  it('is refused without the self-service scope', async () => {
    await expect(getUser(pool.mint({ ...claims, scope: 'openid' }))).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Access Token does not have required scopes'),
    );
  });

  it('is refused if it is an ID token', async () => {
    await expect(getUser((await signIn(pool, 'alice')).IdToken)).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Invalid Access Token'),
    );
  });
});
