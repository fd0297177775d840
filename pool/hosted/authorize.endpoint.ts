import type { Session } from '../overlay/session.registry';
import { checkRequest } from './authorize.request';
import { withParameters, type Exchange } from './exchange';
import { errorPage } from './hosted.pages';
import type { AuthorizationRequest, HostedState } from './hosted.state';

/** `GET /oauth2/authorize`: answers with a code if the browser is signed in at the domain, else redirects to sign-in. */
export async function authorize(state: HostedState, exchange: Exchange): Promise<void> {
  if (exchange.method !== 'GET') return exchange.page(405, errorPage('Only GET is supported'));
  const checked = await checkRequest(state, exchange.query);
  if (checked.kind === 'refused') return exchange.page(400, errorPage(checked.message));
  if (checked.kind === 'redirect') return exchange.redirect(checked.location);
  const { request } = checked;
  const prompts = (exchange.query.get('prompt') ?? '').split(' ');
  const session = prompts.includes('login') ? undefined : state.sessions.find(exchange);
  if (session) return answerWithCode(state, exchange, request, session);
  if (prompts.includes('none')) return answerWithError(exchange, request, 'login_required');
  const provider = providerIn(state, exchange.query);
  if (provider) return exchange.redirect(await state.federation.begin(exchange, request));
  exchange.redirect(`${state.origin}/login${exchange.url.search}`);
}

/** Sends the browser back to the application with a code. */
export function answerWithCode(
  state: HostedState,
  exchange: Exchange,
  request: AuthorizationRequest,
  { sub, authTime, id: originSessionId }: Session,
): void {
  const { client, redirectUri, scopes, nonce, codeChallenge } = request;
  const clientId = client.ClientId;
  const code = state.codes.issue({
    clientId,
    redirectUri,
    sub,
    scopes,
    authTime,
    originSessionId,
    nonce,
    codeChallenge,
  });
  exchange.redirect(withParameters(redirectUri, { code, state: request.state }));
}

/** Sends the browser back to the application with an error of RFC 6749 section 4.1.2.1. */
export function answerWithError(
  exchange: Exchange,
  { redirectUri, state }: AuthorizationRequest,
  error: string,
  description?: string,
): void {
  const parameters = { error_description: description, state, error };
  exchange.redirect(withParameters(redirectUri, parameters));
}

/** The provider named in the request, by its name or by an identifier such as an e-mail domain. */
function providerIn({ federation }: HostedState, query: URLSearchParams): string | undefined {
  const name = query.get('identity_provider');
  const identifier = query.get('idp_identifier');
  const isOurs = name === federation.provider || federation.identifiers.includes(identifier ?? '');
  return isOurs ? federation.provider : undefined;
}
