import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { secretHash } from './overlay/secret-hash';
import { subOf } from './seed';
import { claimsOf, clientFor, failure, initiate, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const target = (Username: string) => ({ UserPoolId: pool.userPoolId, Username });

const respond = (Session: string | undefined, NEW_PASSWORD: string, USERNAME: string) =>
  clientFor(pool).send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clients.public.id,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME, NEW_PASSWORD },
    }),
  );

const renew = (RefreshToken: string, client: { id: string; secret?: string } = pool.clients.public) =>
  clientFor(pool).send(
    new GetTokensFromRefreshTokenCommand({
      RefreshToken,
      ClientId: client.id,
      ClientSecret: client.secret,
    }),
  );

const confidential = (hash?: string) =>
  clientFor(pool).send(
    new InitiateAuthCommand({
      ClientId: pool.clients.confidential.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: 'alice',
        PASSWORD: pool.passwords['alice'] ?? '',
        ...(hash === undefined ? {} : { SECRET_HASH: hash }),
      },
    }),
  );

const hashOf = (username: string) =>
  secretHash(username, pool.clients.confidential.id, pool.clients.confidential.secret);

async function challenge(username: string): Promise<string | undefined> {
  await clientFor(pool).send(
    new AdminCreateUserCommand({
      ...target(username),
      TemporaryPassword: 'Temp-Pass-1',
      MessageAction: 'SUPPRESS',
    }),
  );
  const first = await initiate(pool, username, 'Temp-Pass-1');
  expect(first.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  return first.Session;
}

describe('sign-in with a password', () => {
  it('returns the lifetime and type of the tokens', async () => {
    const { AuthenticationResult: result } = await initiate(pool, 'alice', pool.passwords['alice'] ?? '');
    expect(result).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
  });

  it("returns an access token with Cognito's claims", async () => {
    const claims = claimsOf((await signIn(pool, 'root')).AccessToken);
    expect(claims).toEqual({
      sub: subOf('root'),
      'cognito:groups': ['admin'],
      iss: pool.issuer,
      version: 2,
      client_id: pool.clients.public.id,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: expect.any(Number),
      exp: Number(claims['iat']) + 3600,
      iat: expect.any(Number),
      jti: expect.any(String),
      username: 'root',
    });
  });

  it('omits cognito:groups for a user without groups', async () => {
    expect(claimsOf((await signIn(pool, 'alice')).AccessToken)).not.toHaveProperty('cognito:groups');
  });

  it('returns an ID token for the client with the e-mail address', async () => {
    expect(claimsOf((await signIn(pool, 'alice')).IdToken)).toMatchObject({
      aud: pool.clients.public.id,
      token_use: 'id',
      'cognito:username': 'alice',
      email: 'alice@example.com',
      email_verified: true,
    });
  });

  it.each([
    ['a wrong password', 'alice', 'Wrong-Pass-1'],
    ['an unknown user', 'nobody', 'Wrong-Pass-1'],
  ])('gives the same error for %s', async (_case, username, password) => {
    await expect(initiate(pool, username, password)).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Incorrect username or password.'),
    );
  });

  it.each([
    ['sub', subOf('alice')],
    ['e-mail address in any case', 'Alice@Example.COM'],
    ['username in another case', 'ALICE'],
  ])('accepts the %s as username', async (_case, name) => {
    const { AuthenticationResult: result } = await initiate(pool, name, pool.passwords['alice'] ?? '');
    expect(claimsOf(result?.AccessToken)).toMatchObject({ username: 'alice' });
  });

  it('refuses a disabled user until they are enabled again', async () => {
    await clientFor(pool).send(new AdminDisableUserCommand(target('user10')));
    await expect(signIn(pool, 'user10')).rejects.toMatchObject(
      failure('NotAuthorizedException', 'User is disabled.'),
    );
    await clientFor(pool).send(new AdminEnableUserCommand(target('user10')));
    await expect(signIn(pool, 'user10')).resolves.toHaveProperty('AccessToken');
  });

  it('asks for a reset after AdminResetUserPassword', async () => {
    await clientFor(pool).send(new AdminResetUserPasswordCommand(target('user11')));
    await expect(signIn(pool, 'user11')).rejects.toMatchObject(failure('PasswordResetRequiredException'));
  });

  it('works again with the password set by the code of AdminResetUserPassword', async () => {
    await clientFor(pool).send(new AdminResetUserPasswordCommand(target('user12')));
    await clientFor(pool).send(
      new ConfirmForgotPasswordCommand({
        ClientId: pool.clients.public.id,
        Username: 'user12',
        ConfirmationCode: pool.lastCode('user12'),
        Password: 'Fresh-Pass-1',
      }),
    );
    await expect(initiate(pool, 'user12', 'Fresh-Pass-1')).resolves.toHaveProperty('AuthenticationResult');
  });
});

describe('the NEW_PASSWORD_REQUIRED challenge', () => {
  it('leads to tokens', async () => {
    const done = await respond(await challenge('newcomer1'), 'Chosen-Pass-1', 'newcomer1');
    expect(claimsOf(done.AuthenticationResult?.AccessToken)).toMatchObject({ username: 'newcomer1' });
  });

  it('comes only after the temporary password', async () => {
    await clientFor(pool).send(
      new AdminSetUserPasswordCommand({ ...target('user13'), Password: 'Temp-Pass-1', Permanent: false }),
    );
    await expect(initiate(pool, 'user13', 'Wrong-Pass-1')).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Incorrect username or password.'),
    );
  });

  it('refuses a weak password and can be answered again', async () => {
    const session = await challenge('newcomer2');
    await expect(respond(session, 'weak', 'newcomer2')).rejects.toMatchObject(
      failure('InvalidPasswordException'),
    );
    await expect(respond(session, 'Chosen-Pass-1', 'newcomer2')).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  it("refuses another user's session", async () => {
    const session = await challenge('newcomer3');
    await expect(respond(session, 'Chosen-Pass-1', 'alice')).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Invalid session for the user.'),
    );
  });

  it('accepts a session only once', async () => {
    const session = await challenge('newcomer4');
    await respond(session, 'Chosen-Pass-1', 'newcomer4');
    await expect(respond(session, 'Other-Pass-1', 'newcomer4')).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });
});

describe('renewal', () => {
  it('keeps origin_jti and sets a new jti', async () => {
    const first = await signIn(pool, 'alice');
    const { AuthenticationResult: second } = await renew(first.RefreshToken);
    const [before, after] = [claimsOf(first.AccessToken), claimsOf(second?.AccessToken)];
    expect(after['origin_jti']).toBe(before['origin_jti']);
    expect(after['jti']).not.toBe(before['jti']);
  });

  it('includes the current groups', async () => {
    const { RefreshToken } = await signIn(pool, 'user14');
    await clientFor(pool).send(new AdminAddUserToGroupCommand({ ...target('user14'), GroupName: 'support' }));
    const { AuthenticationResult: result } = await renew(RefreshToken);
    expect(claimsOf(result?.AccessToken)['cognito:groups']).toEqual(['support']);
  });

  it('works with InitiateAuth too, without a new refresh token', async () => {
    const { RefreshToken } = await signIn(pool, 'alice');
    const answer = await clientFor(pool).send(
      new InitiateAuthCommand({
        ClientId: pool.clients.public.id,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
    expect(answer.AuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
    expect(answer.AuthenticationResult?.RefreshToken).toBeUndefined();
  });

  it('refuses a token of another client', async () => {
    const { RefreshToken } = await signIn(pool, 'alice');
    await expect(renew(RefreshToken, pool.clients.confidential)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it('refuses a confidential client with a wrong secret', async () => {
    const client = { ...pool.clients.confidential, secret: 'wrong' };
    await expect(renew('any', client)).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Invalid client secret.'),
    );
  });
});

describe('SECRET_HASH', () => {
  it('is computed as AWS documents', () => {
    expect(secretHash('user', 'client', 'secret')).toBe('wvW87lzZoI+qQCVGmWVBJLlucdJ65huAVP1z+0MgA6E=');
  });

  it('authenticates the confidential client', async () => {
    await expect(confidential(hashOf('alice'))).resolves.toHaveProperty('AuthenticationResult');
  });

  it.each([
    ['missing', undefined, /is configured with secret but SECRET_HASH was not received/],
    ['wrong', 'AAAA', /SecretHash does not match for the client/],
  ])('refuses a %s one', async (_case, hash, message) => {
    await expect(confidential(hash)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(message),
    });
  });

  it("refuses another user's", async () => {
    await expect(confidential(hashOf('bob'))).rejects.toMatchObject(failure('NotAuthorizedException'));
  });
});
