import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type AuthenticationResultType,
  type ChallengeNameType,
  type InitiateAuthCommandOutput,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolFacts } from './pool.facts';
import { verifiedClaims, type Claims } from './signing-key';

export function clientFor(pool: PoolFacts): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    endpoint: pool.endpoint,
    region: pool.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

export function initiate(
  pool: PoolFacts,
  username: string,
  password: string,
): Promise<InitiateAuthCommandOutput> {
  return clientFor(pool).send(
    new InitiateAuthCommand({
      ClientId: pool.clients.public.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
}

/** Answers a challenge with the public client. */
export function respond(
  pool: PoolFacts,
  name: ChallengeNameType,
  session: string | undefined,
  responses: Record<string, string>,
): Promise<RespondToAuthChallengeCommandOutput> {
  return clientFor(pool).send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clients.public.id,
      ChallengeName: name,
      Session: session,
      ChallengeResponses: responses,
    }),
  );
}

/** Signs in a seeded user with the public client. */
export async function signIn(
  pool: PoolFacts,
  username: string,
): Promise<Required<Pick<AuthenticationResultType, 'AccessToken' | 'IdToken' | 'RefreshToken'>>> {
  const { AuthenticationResult: result } = await initiate(pool, username, pool.passwords[username] ?? '');
  const { AccessToken, IdToken, RefreshToken } = result ?? {};
  if (!AccessToken || !IdToken || !RefreshToken) throw new Error(`No tokens for ${username}`);
  return { AccessToken, IdToken, RefreshToken };
}

export function claimsOf(token: string | undefined): Claims {
  const claims = verifiedClaims(token ?? '');
  if (!claims) throw new Error('The token was not signed by the pool');
  return claims;
}

/** The expected SDK error, for `rejects.toMatchObject`. */
export function failure(name: string, message?: string): { name: string; message?: string } {
  return message === undefined ? { name } : { name, message };
}
