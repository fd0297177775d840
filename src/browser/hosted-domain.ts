import { createHash } from 'node:crypto';
import type { BrowserSettings } from '../config/settings';
import { RETRY_AFTER } from '../problems/aws-failure';
import { Problem } from '../problems/problem';
import type { Attempt } from './attempts';
import { postForm, type FormAnswer } from './form-post';
import { signInFailed } from './session.problems';

/** What a page can choose about a sign-in at the hosted pages. */
export interface SignInOptions {
  readonly provider?: string | undefined;
  readonly hint?: string | undefined;
  readonly lang?: string | undefined;
  readonly fresh?: boolean;
}

/** The tokens that the token endpoint issued for a code. */
interface CodeTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken?: string;
}

/** A refusal by the token endpoint (RFC 6749 section 5.2). It is logged, never shown. */
export class HostedRefusal extends Error {
  override readonly name = 'HostedRefusal';
  constructor(
    readonly code: string,
    readonly description: string | undefined,
  ) {
    super(code);
  }
}

/** Where the hosted pages return the browser after sign-in. Must be registered for the app client exactly like this. */
export const callbackUrl = ({ publicUrl }: BrowserSettings): string => `${publicUrl}/session/callback`;

/** Where the hosted pages return the browser after sign-out. Must be registered for the app client. */
const signedOutUrl = ({ publicUrl }: BrowserSettings): string => `${publicUrl}/account`;

/**
 * The URL of the hosted pages for one attempt.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export function authorizeUrl(settings: BrowserSettings, attempt: Attempt, options: SignInOptions): string {
  const { provider, hint, lang, fresh } = options;
  const parameters = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: callbackUrl(settings),
    scope: settings.scopes.join(' '),
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(provider && { identity_provider: provider }),
    ...(hint && { login_hint: hint }),
    ...(lang && { lang }),
    ...(fresh && { prompt: 'login' }),
  };
  return `${settings.domain}/oauth2/authorize?${new URLSearchParams(parameters).toString()}`;
}

/**
 * The URL at which the hosted pages end their own cookie. A sign-out through the API does not end it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export function logoutUrl(settings: BrowserSettings): string {
  const parameters = { client_id: settings.clientId, logout_uri: signedOutUrl(settings) };
  return `${settings.domain}/logout?${new URLSearchParams(parameters).toString()}`;
}

/**
 * Redeems a code as a confidential client with Basic authentication (RFC 6749 section 4.1.3, RFC 7636 section 4.5). It is
 * not repeated, because a code can be redeemed only once.
 *
 * @param timeoutMs how long to wait for the tokens, in milliseconds.
 * @throws Problem `sign_in_failed` for a refusal, `cognito_unavailable` for an outage.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export async function redeemCode(
  settings: BrowserSettings,
  code: string,
  verifier: string,
  timeoutMs: number,
): Promise<CodeTokens> {
  const { domain, clientId, clientSecret } = settings;
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: callbackUrl(settings),
    code_verifier: verifier,
  };
  const answer = await postForm(`${domain}/oauth2/token`, form, {
    basic: [clientId, clientSecret],
    timeoutMs,
  }).catch((cause: unknown) => {
    throw unavailable(cause);
  });
  if (answer.status === 429 || answer.status >= 500) throw unavailable(refusalIn(answer));
  if (answer.status !== 200) throw signInFailed(refusalIn(answer));
  return tokensIn(answer);
}

function tokensIn({ body }: FormAnswer): CodeTokens {
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = body;
  if (typeof accessToken !== 'string' || typeof idToken !== 'string') {
    throw signInFailed(new HostedRefusal('response without tokens', undefined));
  }
  return { accessToken, idToken, ...(typeof refreshToken === 'string' && { refreshToken }) };
}

function refusalIn({ status, body: { error, error_description: description } }: FormAnswer): HostedRefusal {
  const code = typeof error === 'string' ? error : `status ${status}`;
  return new HostedRefusal(code, typeof description === 'string' ? description : undefined);
}

const unavailable = (cause: unknown): Problem =>
  new Problem('cognito_unavailable', 'Cognito did not respond; try again.', {
    retryAfter: RETRY_AFTER.unavailable,
    cause,
  });
