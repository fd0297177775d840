import { GetTokensFromRefreshTokenCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmbeddedPool } from '../../pool/embedded-pool';
import { subOf } from '../../pool/seed';
import { claimsOf, clientFor, signIn } from '../../pool/spec.support';
import { startPlainEmulator } from './plain-emulator';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startPlainEmulator();
});
afterAll(() => pool.close());

describe('cognito-local as published', () => {
  it('knows the seeded users and their groups', async () => {
    const claims = claimsOf((await signIn(pool, 'root')).AccessToken);
    expect(claims).toMatchObject({ sub: subOf('root'), iss: pool.issuer, 'cognito:groups': ['admin'] });
  });

  it('publishes its key at jwksUri', async () => {
    expect(await (await fetch(pool.jwksUri)).json()).toMatchObject({ keys: [{ kid: 'CognitoLocal' }] });
  });

  it('answers GetUser', async () => {
    const { AccessToken } = await signIn(pool, 'alice');
    const user = await clientFor(pool).send(new GetUserCommand({ AccessToken }));
    expect(user.UserAttributes).toContainEqual({ Name: 'sub', Value: subOf('alice') });
  });

  it('has none of the overlay: no GetTokensFromRefreshToken', async () => {
    const request = { RefreshToken: 'any', ClientId: pool.clients.public.id };
    await expect(clientFor(pool).send(new GetTokensFromRefreshTokenCommand(request))).rejects.toMatchObject({
      name: 'Unsupported',
    });
  });
});
