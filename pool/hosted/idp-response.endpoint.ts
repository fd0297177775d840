import { CognitoError } from 'cognito-local/lib/errors';
import { answerWithCode, answerWithError } from './authorize.endpoint';
import type { Exchange } from './exchange';
import { federatedUser } from './federated.user';
import { errorPage } from './hosted.pages';
import type { HostedState } from './hosted.state';

/** `GET /oauth2/idpresponse`: the callback of the external provider. */
export async function idpResponse(state: HostedState, exchange: Exchange): Promise<void> {
  const { query } = exchange;
  const pending = state.federation.take(query.get('state'));
  if (!pending) return exchange.page(400, errorPage('invalid_request: the state is not known'));
  const { request, nonce } = pending;
  const code = query.get('code');
  if (code === null) {
    const description = query.get('error_description') ?? undefined;
    return answerWithError(exchange, request, query.get('error') ?? 'invalid_request', description);
  }
  try {
    const identity = await state.federation.redeem(code, nonce);
    const sub = await federatedUser(state.pool, state.federation.provider, identity);
    answerWithCode(state, exchange, request, state.sessions.open(exchange, sub, request.client.ClientId, {}));
  } catch (error) {
    const description = error instanceof CognitoError ? error.message : 'The provider could not be reached';
    answerWithError(exchange, request, 'invalid_request', description);
  }
}
