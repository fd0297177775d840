/** The injection token of the address of this service's metadata, where it has one. */
export const RESOURCE_METADATA_URL = Symbol('lifeguard:resource-metadata-url');

/** What a Bearer challenge says beside its realm (RFC 6750 section 3). */
export interface BearerError {
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope';
  readonly description?: string;
  /** The scopes that would do, separated by spaces. */
  readonly scope?: string;
}

/**
 * The value of `WWW-Authenticate` for a Bearer token, every parameter a quoted string (RFC 6750 section 3, RFC 9110
 * section 11.6.1). What such a string may not carry (RFC 6750 3: no quote, no backslash, ASCII only) is left out of it.
 *
 * @example `Bearer realm="lifeguard", error="invalid_token", error_description="The access token has expired"`
 */
export function bearerChallenge({ error, description, scope }: BearerError = {}): string {
  const parameters = { realm: 'lifeguard', error, error_description: description, scope };
  const written = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')}"`],
  );
  return `Bearer ${written.join(', ')}`;
}

/** The challenge with a pointer to the metadata of this service (RFC 9728 section 5.1); without an address as it is. */
export const withMetadata = (challenge: string, url: string | undefined): string =>
  url === undefined ? challenge : `${challenge}, resource_metadata="${url}"`;
