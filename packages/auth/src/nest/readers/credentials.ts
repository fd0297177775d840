import { invalidRequest } from '../../refusals.ts';

/** Names and values in turn, as in `IncomingMessage.rawHeaders`. */
export type RawHeaders = readonly string[];

const AUTHORIZATION = 'authorization';

/**
 * Turns a token from outside a header into a header. Together with a real header there are two, which the
 * authenticator refuses (RFC 6750 section 2: one method for each request).
 *
 * @throws Problem `invalid_request` for a token that is not text.
 */
export function tokenHeader(token: unknown): RawHeaders {
  return token === undefined || token === null ? [] : [AUTHORIZATION, `Bearer ${text(token)}`];
}

/**
 * The members named `authorization`, in any letter case, of an object with headers.
 *
 * @throws Problem `invalid_request` for a value that is not text.
 */
export function authorizationMembers(headers: unknown): RawHeaders {
  return Object.entries(membersOf(headers))
    .filter(([name, value]) => name.toLowerCase() === AUTHORIZATION && value !== undefined)
    .flatMap(([, value]) => [AUTHORIZATION, text(value)]);
}

/** The members of an object; none for anything else. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

function text(value: unknown): string {
  if (typeof value !== 'string') throw invalidRequest('The access token is not text.');
  return value;
}
