import { withParameters, type Exchange } from './exchange';
import { errorPage } from './hosted.pages';
import type { HostedState } from './hosted.state';

/**
 * `GET /logout`: ends the session of the domain but revokes no tokens. Redirects to `logout_uri` or, given a
 * `redirect_uri`, to the sign-in form.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export async function logout(state: HostedState, exchange: Exchange): Promise<void> {
  const { query } = exchange;
  const client = await state.pool.client(query.get('client_id') ?? '').catch(() => undefined);
  if (!client) return exchange.page(400, errorPage('invalid_request: the client_id is not known'));
  const logoutUri = query.get('logout_uri');
  const redirectUri = query.get('redirect_uri');
  if (logoutUri !== null) {
    if (!client.LogoutURLs?.includes(logoutUri)) return exchange.page(400, errorPage('redirect_mismatch'));
    state.sessions.close(exchange);
    return exchange.redirect(withParameters(logoutUri, { state: query.get('state') ?? undefined }));
  }
  if (redirectUri === null) {
    return exchange.page(400, errorPage("Required String parameter 'redirect_uri' is not present"));
  }
  if (!client.CallbackURLs?.includes(redirectUri)) return exchange.page(400, errorPage('redirect_mismatch'));
  state.sessions.close(exchange);
  exchange.redirect(`${state.origin}/login${exchange.url.search}`);
}
