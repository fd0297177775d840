import { authenticatedClient } from './client.authentication';
import type { Exchange } from './exchange';
import type { HostedState } from './hosted.state';

/**
 * `POST /oauth2/revoke`: ends the session of a refresh token. A token that is unknown or already revoked is not an error.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
 */
export async function revoke(state: HostedState, exchange: Exchange): Promise<void> {
  if (exchange.method !== 'POST') return exchange.json(405, { error: 'invalid_request' });
  const form = await exchange.form();
  const refreshToken = form.get('token');
  if (refreshToken === null) return exchange.json(400, { error: 'invalid_request' });
  const client = await authenticatedClient(state, exchange, form);
  if (!client) return exchange.json(401, { error: 'invalid_client' });
  // Access and ID tokens are signed (three parts), refresh tokens encrypted (five).
  if (refreshToken.split('.').length === 3) return exchange.json(400, { error: 'unsupported_token_type' });
  const session = state.pool.sessions.byRefreshToken(refreshToken);
  if (session && session.clientId !== client.ClientId)
    return exchange.json(400, { error: 'unauthorized_client' });
  if (session) session.revoked = true;
  exchange.response.writeHead(200).end();
}
