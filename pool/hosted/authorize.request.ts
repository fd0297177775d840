import type { AppClient } from 'cognito-local/lib/services/appClient';
import { withParameters } from './exchange';
import type { AuthorizationRequest, HostedState } from './hosted.state';

/** The result of checking the parameters of `/oauth2/authorize`. */
type CheckedRequest =
  | { readonly kind: 'valid'; readonly request: AuthorizationRequest }
  /** Shown on a page, because the redirect URI cannot be trusted. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Sent to the application at its redirect URI. */
  | { readonly kind: 'redirect'; readonly location: string };

/**
 * Checks the parameters in the order that AWS documents.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export async function checkRequest(state: HostedState, query: URLSearchParams): Promise<CheckedRequest> {
  const client = await clientOf(state, query.get('client_id'));
  if (!client) return { kind: 'refused', message: 'invalid_request: the client_id is not known' };
  const redirectUri = query.get('redirect_uri') ?? '';
  // Compared exactly (RFC 9700 section 2.1; RFC 6749 section 3.1.2.3).
  if (!client.CallbackURLs?.includes(redirectUri)) return { kind: 'refused', message: 'redirect_mismatch' };
  const error = errorOf(client, query);
  if (error !== undefined) {
    const parameters = { error, state: query.get('state') ?? undefined };
    return { kind: 'redirect', location: withParameters(redirectUri, parameters) };
  }
  return {
    kind: 'valid',
    request: {
      client,
      redirectUri,
      scopes: scopesOf(client, query),
      state: query.get('state') ?? undefined,
      nonce: query.get('nonce') ?? undefined,
      codeChallenge: query.get('code_challenge') ?? undefined,
    },
  };
}

async function clientOf(state: HostedState, clientId: string | null): Promise<AppClient | undefined> {
  return clientId === null ? undefined : state.pool.client(clientId).catch(() => undefined);
}

function errorOf(client: AppClient, query: URLSearchParams): string | undefined {
  const type = query.get('response_type');
  if (type !== 'code' && type !== 'token') return 'invalid_request';
  // The implicit grant is switched off for every client (RFC 9700 section 2.1.2).
  if (type === 'token' || !client.AllowedOAuthFlows?.includes('code')) return 'unauthorized_client';
  const method = query.get('code_challenge_method');
  const challenge = query.get('code_challenge');
  if ((challenge === null) !== (method === null)) return 'invalid_request';
  if (method !== null && method !== 'S256') return 'invalid_request';
  if (challenge !== null && !/^[\w-]{43}$/u.test(challenge)) return 'invalid_request';
  const allowed = client.AllowedOAuthScopes ?? [];
  return scopesOf(client, query).every((scope) => allowed.includes(scope)) ? undefined : 'invalid_scope';
}

/** The requested scopes; by default all scopes of the client. */
function scopesOf(client: AppClient, query: URLSearchParams): readonly string[] {
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  return scopes.length > 0 ? scopes : (client.AllowedOAuthScopes ?? []);
}
