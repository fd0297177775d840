/** The realm of every challenge, unless the application sets its own. */
export const DEFAULT_REALM = 'lifeguard';

/** The parameters of a Bearer challenge in addition to the realm (RFC 6750 section 3). */
export interface Challenge {
  readonly error?:
    'invalid_request' | 'invalid_token' | 'insufficient_scope' | 'insufficient_user_authentication';
  readonly description?: string;
  /** The scopes that would admit the caller, separated by spaces. */
  readonly scope?: string;
  /** RFC 9470 section 3: how long ago the person may have signed in, in seconds. */
  readonly maxAge?: number | undefined;
  /** RFC 9470 section 3: sufficient authentication context classes, separated by spaces. */
  readonly acrValues?: string | undefined;
}

/**
 * The value of `WWW-Authenticate` for a Bearer token, with every parameter as a quoted string (RFC 6750 section 3,
 * RFC 9110 section 11.6.1). Characters that RFC 6750 section 3 does not allow (quotes, backslashes, non-ASCII) are
 * removed.
 *
 * @example `Bearer realm="lifeguard", error="invalid_token", error_description="The access token has
 * expired."`
 */
export function bearerChallenge(
  { error, description, scope, maxAge, acrValues }: Challenge = {},
  realm: string = DEFAULT_REALM,
): string {
  const parameters =
    parameter('error', error) +
    parameter('error_description', description) +
    parameter('scope', scope) +
    parameter('max_age', maxAge?.toString()) +
    parameter('acr_values', acrValues);
  return `Bearer realm="${quotable(realm)}"${parameters}`;
}

const parameter = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `, ${name}="${quotable(value)}"`;

const UNQUOTABLE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g;

const quotable = (text: string): string => text.replace(UNQUOTABLE, '');
