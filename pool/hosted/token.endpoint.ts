import { CognitoError } from 'cognito-local/lib/errors';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import { isObject, map, optionalText } from '../overlay/request.reader';
import { authenticatedClient } from './client.authentication';
import type { Exchange } from './exchange';
import type { HostedState } from './hosted.state';
import { tokensForGrant, tokensForMachine, type TokenAnswer } from './hosted.tokens';

/** An error of RFC 6749 section 5.2, as Cognito sends it. */
class TokenRefusal extends Error {
  override readonly name = 'TokenRefusal';
}

type Handler = (state: HostedState, client: AppClient, form: URLSearchParams) => Promise<TokenAnswer>;

const GRANTS: Readonly<Record<string, Handler>> = {
  authorization_code: redeem,
  refresh_token: refresh,
  client_credentials: machine,
};

/**
 * `POST /oauth2/token`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export async function token(state: HostedState, exchange: Exchange): Promise<void> {
  try {
    const isForm = /^application\/x-www-form-urlencoded\b/iu.test(
      exchange.request.headers['content-type'] ?? '',
    );
    if (exchange.method !== 'POST' || !isForm) throw new TokenRefusal('invalid_request');
    const form = await exchange.form();
    const grant = form.get('grant_type');
    if (grant === null) throw new TokenRefusal('invalid_request');
    const handler = Object.hasOwn(GRANTS, grant) ? GRANTS[grant] : undefined;
    if (!handler) throw new TokenRefusal('unsupported_grant_type');
    const client = await authenticatedClient(state, exchange, form);
    if (!client) throw new TokenRefusal('invalid_client');
    exchange.json(200, await handler(state, client, form));
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    exchange.json(400, { error: error.message });
  }
}

async function redeem(state: HostedState, client: AppClient, form: URLSearchParams): Promise<TokenAnswer> {
  requireFlow(client, 'code');
  const code = form.get('code');
  if (code === null) throw new TokenRefusal('invalid_request');
  const grant = state.codes.redeem(code, {
    clientId: client.ClientId,
    redirectUri: form.get('redirect_uri') ?? undefined,
    verifier: form.get('code_verifier') ?? undefined,
  });
  const tokens = grant && (await tokensForGrant(state.pool, grant));
  if (!tokens) throw new TokenRefusal('invalid_grant');
  return tokens;
}

async function refresh(state: HostedState, client: AppClient, form: URLSearchParams): Promise<TokenAnswer> {
  const refreshToken = form.get('refresh_token');
  if (refreshToken === null) throw new TokenRefusal('invalid_request');
  const request = {
    RefreshToken: refreshToken,
    ClientId: client.ClientId,
    ...(client.ClientSecret !== undefined && { ClientSecret: client.ClientSecret }),
  };
  const answer = await state.router('GetTokensFromRefreshToken', request).catch((error: unknown) => {
    throw error instanceof CognitoError ? new TokenRefusal('invalid_grant') : error;
  });
  const result = map(isObject(answer) ? answer : {}, 'AuthenticationResult');
  return {
    access_token: optionalText(result, 'AccessToken') ?? '',
    id_token: optionalText(result, 'IdToken'),
    refresh_token: optionalText(result, 'RefreshToken'),
    token_type: 'Bearer',
    expires_in: Number(result['ExpiresIn']),
  };
}

async function machine(state: HostedState, client: AppClient, form: URLSearchParams): Promise<TokenAnswer> {
  requireFlow(client, 'client_credentials');
  const allowed = client.AllowedOAuthScopes ?? [];
  const wished = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (!wished.every((scope) => allowed.includes(scope))) throw new TokenRefusal('invalid_scope');
  const scopes = wished.length > 0 ? wished : allowed;
  return tokensForMachine(state.pool, client.ClientId, scopes, metadataIn(form));
}

/** `aws_client_metadata`, which is passed to the token trigger: a JSON object with string values. */
function metadataIn(form: URLSearchParams): Record<string, string> | undefined {
  const text = form.get('aws_client_metadata');
  if (text === null) return undefined;
  const metadata = parsed(text);
  const isRight = isObject(metadata) && Object.values(metadata).every((value) => typeof value === 'string');
  if (!isRight) throw new TokenRefusal('invalid_request');
  return metadata as Record<string, string>;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function requireFlow(client: AppClient, flow: 'code' | 'client_credentials'): void {
  if (!client.AllowedOAuthFlows?.includes(flow)) throw new TokenRefusal('unauthorized_client');
}
