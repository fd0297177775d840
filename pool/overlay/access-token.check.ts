import type { User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import { signClaims, verifiedClaims, type Claims } from '../signing-key';
import type { PoolState } from './pool.state';
import { refusal, text, type JsonObject } from './request.reader';
import { SELF_SERVICE_SCOPE, type Session } from './session.registry';
import { subOf } from './token.issuer';

export interface Caller {
  user: User;
  sub: string;
  clientId: string;
  /** Undefined for a token that was not issued by a sign-in, such as a minted one. */
  session: Session | undefined;
}

/**
 * Authenticates a self-service request by its access token.
 *
 * @throws NotAuthorizedException if the token is forged, expired or revoked, or lacks the scope;
 * UserNotFoundException if its user was deleted
 */
export async function requireCaller(state: PoolState, request: JsonObject): Promise<Caller> {
  const claims = accessClaims(state, text(request, 'AccessToken'));
  const users = await state.pool.listUsers(CONTEXT);
  const user = users.find((candidate) => subOf(candidate) === claims.sub);
  if (!user) throw refusal('UserNotFoundException', 'User does not exist.');
  if (state.sessions.isRevoked(claims)) {
    throw refusal('NotAuthorizedException', 'Access Token has been revoked');
  }
  if (!user.Enabled) throw refusal('NotAuthorizedException', 'User is disabled.');
  const scope = typeof claims.scope === 'string' ? claims.scope : '';
  if (!scope.split(' ').includes(SELF_SERVICE_SCOPE)) {
    throw refusal('NotAuthorizedException', 'Access Token does not have required scopes');
  }
  return {
    user,
    sub: subOf(user),
    clientId: String(claims.client_id),
    session: state.sessions.byOriginJti(claims.origin_jti),
  };
}

/**
 * A token for cognito-local, with the username as `sub`. cognito-local looks the `sub` up as a username first, so with
 * the real `sub` a user whose name equals another user's `sub` would be mistaken for that user.
 */
export function tokenNaming(caller: Caller): string {
  return signClaims({
    sub: caller.user.Username,
    username: caller.user.Username,
    client_id: caller.clientId,
  });
}

function accessClaims(state: PoolState, token: string): Claims {
  const claims = verifiedClaims(token);
  if (!claims) throw refusal('NotAuthorizedException', 'Could not verify signature for Access Token');
  if (claims.token_use !== 'access' || claims.iss !== state.issuer) {
    throw refusal('NotAuthorizedException', 'Invalid Access Token');
  }
  if (typeof claims.exp !== 'number' || claims.exp <= Date.now() / 1000) {
    throw refusal('NotAuthorizedException', 'Access Token has expired');
  }
  return claims;
}
