import { CONTEXT } from '../emulator.services';
import type { PoolState } from '../overlay/pool.state';
import { subOf, type RenewedTokens } from '../overlay/token.issuer';
import type { Grant } from './authorization.codes';

/** The response of `/oauth2/token`. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly id_token?: string | undefined;
  readonly refresh_token?: string | undefined;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** Issues the tokens for a code's grant. Returns undefined if its user was deleted or disabled. */
export async function tokensForGrant(pool: PoolState, grant: Grant): Promise<TokenAnswer | undefined> {
  const users = await pool.pool.listUsers(CONTEXT);
  const user = users.find((each) => subOf(each) === grant.sub);
  if (!user?.Enabled) return undefined;
  const { scopes, authTime, originSessionId, nonce } = grant;
  const session = pool.sessions.open(grant.sub, grant.clientId, { scopes, authTime, originSessionId });
  try {
    const tokens = await pool.tokens.forPerson({ user, session, source: 'HostedAuth', openId: { nonce } });
    return answerOf(tokens, scopes, session.refreshToken);
  } catch (error) {
    pool.sessions.drop(session);
    throw error;
  }
}

/** Issues a token for client credentials (RFC 6749 section 4.4). */
export async function tokensForMachine(
  pool: PoolState,
  clientId: string,
  scopes: readonly string[],
  clientMetadata: Record<string, string> | undefined,
): Promise<TokenAnswer> {
  const tokens = await pool.tokens.forMachine({ clientId, scopes, clientMetadata });
  return { access_token: tokens.AccessToken, token_type: 'Bearer', expires_in: tokens.ExpiresIn };
}

/** Leaves out the ID token without the scope `openid` (OpenID Connect Core section 3.1.2.1). */
function answerOf(
  { AccessToken, IdToken, ExpiresIn }: RenewedTokens,
  scopes: readonly string[],
  refreshToken: string,
): TokenAnswer {
  return {
    access_token: AccessToken,
    id_token: scopes.includes('openid') ? IdToken : undefined,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: ExpiresIn,
  };
}
