import type { User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import type { Actions, PoolState } from './pool.state';
import { type JsonObject, map, optionalText, refusal, text } from './request.reader';
import { requireSecretHash, secretMatches } from './secret-hash';
import type { Session } from './session.registry';
import { type RenewedTokens, subOf } from './token.issuer';

/** GetTokensFromRefreshToken and RevokeToken: the two that take the client's secret itself. */
export function refreshActions(state: PoolState): Actions {
  return {
    GetTokensFromRefreshToken: async (request) => {
      const client = await state.client(text(request, 'ClientId'));
      if (!secretMatches(client, optionalText(request, 'ClientSecret'))) {
        throw refusal('NotAuthorizedException', 'Invalid client secret.');
      }
      const { session, user } = await requireSession(state, text(request, 'RefreshToken'), client.ClientId);
      return { AuthenticationResult: await renew(state, session, user) };
    },
    RevokeToken: (request) => revoke(state, request),
  };
}

/** InitiateAuth with REFRESH_TOKEN_AUTH: the hash is made with the username or the `sub`, never an alias. */
export async function renewByInitiateAuth(state: PoolState, request: JsonObject): Promise<unknown> {
  const client = await state.client(text(request, 'ClientId'));
  const parameters = map(request, 'AuthParameters');
  const found = await requireSession(state, text(parameters, 'REFRESH_TOKEN'), client.ClientId);
  const { session, user } = found;
  requireSecretHash(client, optionalText(parameters, 'SECRET_HASH'), [user.Username, session.sub]);
  return { ChallengeParameters: {}, AuthenticationResult: await renew(state, session, user) };
}

async function requireSession(
  state: PoolState,
  refreshToken: string,
  clientId: string,
): Promise<{ session: Session; user: User }> {
  const session = state.sessions.byRefreshToken(refreshToken);
  if (!session || session.clientId !== clientId) {
    throw refusal('NotAuthorizedException', 'Invalid Refresh Token.');
  }
  const users = await state.pool.listUsers(CONTEXT);
  const user = users.find((candidate) => subOf(candidate) === session.sub);
  if (!user) throw refusal('NotAuthorizedException', 'Invalid Refresh Token.');
  if (!user.Enabled) throw refusal('NotAuthorizedException', 'User is disabled.');
  if (session.revoked) throw refusal('NotAuthorizedException', 'Refresh Token has been revoked');
  return { session, user };
}

function renew(state: PoolState, session: Session, user: User): Promise<RenewedTokens> {
  return state.tokens.forPerson({ user, session, source: 'RefreshTokens' });
}

/** Ends the refresh token's session; the access tokens that came of it die with it. */
async function revoke(state: PoolState, request: JsonObject): Promise<unknown> {
  const client = await state.client(text(request, 'ClientId'));
  if (!secretMatches(client, optionalText(request, 'ClientSecret'))) {
    throw refusal('UnauthorizedException', 'Invalid client secret.');
  }
  const token = text(request, 'Token');
  // Access and ID tokens are signed (three parts), refresh tokens encrypted (five).
  if (token.split('.').length === 3) {
    throw refusal('UnsupportedTokenTypeException', 'Unsupported token type');
  }
  const session = state.sessions.byRefreshToken(token);
  if (session && session.clientId !== client.ClientId) {
    throw refusal('UnauthorizedException', 'Token was not issued to this client.');
  }
  // An unknown token is no error (RFC 7009 section 2.2): the client wanted it invalid, and it is.
  if (session) session.revoked = true;
  return {};
}
