import type { User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import type { Actions, PoolState } from './pool.state';
import { map, optionalText, refusal, text, texts, type JsonObject } from './request.reader';
import { requireSecretHash, secretMatches } from './secret-hash';
import type { Session } from './session.registry';
import { subOf, type RenewedTokens } from './token.issuer';

/** GetTokensFromRefreshToken and RevokeToken, which take the client secret itself instead of SECRET_HASH. */
export function refreshActions(state: PoolState): Actions {
  return {
    GetTokensFromRefreshToken: async (request) => {
      const client = await state.client(text(request, 'ClientId'));
      if (!secretMatches(client, optionalText(request, 'ClientSecret'))) {
        throw refusal('NotAuthorizedException', 'Invalid client secret.');
      }
      const { session, user } = await requireSession(state, {
        refreshToken: text(request, 'RefreshToken'),
        clientId: client.ClientId,
        deviceKey: optionalText(request, 'DeviceKey'),
      });
      const result = await renew(state, session, user, texts(request, 'ClientMetadata'));
      if (state.config.rotationGraceSeconds === undefined) return { AuthenticationResult: result };
      // Checked again, because another request may have used the token while these tokens were issued.
      requireUnused(state, text(request, 'RefreshToken'));
      state.sessions.rotate(session, text(request, 'RefreshToken'));
      return { AuthenticationResult: { ...result, RefreshToken: session.refreshToken } };
    },
    RevokeToken: (request) => revoke(state, request),
  };
}

/**
 * InitiateAuth with REFRESH_TOKEN_AUTH. SECRET_HASH is computed from the username or the `sub`, never an alias.
 *
 * @throws InvalidParameterException if refresh tokens rotate
 */
export async function renewByInitiateAuth(state: PoolState, request: JsonObject): Promise<unknown> {
  const client = await state.client(text(request, 'ClientId'));
  if (state.config.rotationGraceSeconds !== undefined) {
    throw refusal('InvalidParameterException', 'REFRESH_TOKEN_AUTH flow not enabled for this client');
  }
  const parameters = map(request, 'AuthParameters');
  const { session, user } = await requireSession(state, {
    refreshToken: text(parameters, 'REFRESH_TOKEN'),
    clientId: client.ClientId,
    deviceKey: optionalText(parameters, 'DEVICE_KEY'),
  });
  requireSecretHash(client, optionalText(parameters, 'SECRET_HASH'), [user.Username, session.sub]);
  return { ChallengeParameters: {}, AuthenticationResult: await renew(state, session, user) };
}

interface RefreshRequest {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly deviceKey: string | undefined;
}

/**
 * The session that a refresh token belongs to.
 *
 * @throws NotAuthorizedException if the token is invalid or does not come with the key of its confirmed device;
 * RefreshTokenReuseException if the token was replaced longer ago than the grace period
 */
async function requireSession(
  state: PoolState,
  { refreshToken, clientId, deviceKey }: RefreshRequest,
): Promise<{ session: Session; user: User }> {
  const session = state.sessions.byRefreshToken(refreshToken);
  if (!session || session.clientId !== clientId) throw invalidToken();
  const users = await state.pool.listUsers(CONTEXT);
  const user = users.find((candidate) => subOf(candidate) === session.sub);
  if (!user) throw invalidToken();
  if (!user.Enabled) throw refusal('NotAuthorizedException', 'User is disabled.');
  if (session.revoked) throw refusal('NotAuthorizedException', 'Refresh Token has been revoked');
  requireUnused(state, refreshToken);
  if (session.deviceConfirmed && session.deviceKey !== deviceKey) throw invalidToken();
  return { session, user };
}

function requireUnused(state: PoolState, refreshToken: string): void {
  if (state.sessions.isReplaced(refreshToken, state.config.rotationGraceSeconds ?? 0)) {
    throw refusal('RefreshTokenReuseException', 'Refresh token has been used already.');
  }
}

function invalidToken(): Error {
  return refusal('NotAuthorizedException', 'Invalid Refresh Token.');
}

async function renew(
  state: PoolState,
  session: Session,
  user: User,
  clientMetadata?: Record<string, string>,
): Promise<RenewedTokens> {
  const tokens = await state.tokens.forPerson({ user, session, source: 'RefreshTokens', clientMetadata });
  session.lastActiveAt = new Date();
  return tokens;
}

/** Ends the refresh token's session, which also revokes the access tokens of that session. */
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
  // An unknown token is not an error (RFC 7009 section 2.2): the client wanted it invalid, and it is.
  if (session) session.revoked = true;
  return {};
}
