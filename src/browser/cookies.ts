/**
 * Browsers accept a cookie with this prefix only with `Secure`, `HttpOnly`, `Path=/` and no `Domain`, and never from a
 * script. So only responses of this origin can set it (RFC 6265bis section 4.1.3).
 */
const PREFIX = '__Host-Http-';

export const SESSION_COOKIE = `${PREFIX}lifeguard`;
/** Prefix of the names of attempt cookies; a hash of the `state` follows. */
export const ATTEMPT_COOKIE = `${PREFIX}lifeguard-attempt-`;

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

/**
 * Removes leading and trailing spaces and tabs. Not `trim`, which also removes no-break spaces: to a browser a name with
 * a leading no-break space lacks our prefix, so another host of the site could set such a cookie.
 */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

/** The name and value of each cookie in a `Cookie` header, not decoded (RFC 6265 section 4.2). */
export function readCookies(header: string | undefined): [name: string, value: string][] {
  return (header ?? '').split(';').flatMap((pair): [string, string][] => {
    const separator = pair.indexOf('=');
    return separator < 1 ? [] : [[trimmed(pair.slice(0, separator)), trimmed(pair.slice(separator + 1))]];
  });
}

/** A cookie that lasts until the browser closes. Scripts cannot read it, and requests from other sites do not carry it. */
export const sessionCookie = (value: string): string =>
  `${SESSION_COOKIE}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict`;

export const clearedSessionCookie = `${SESSION_COOKIE}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict`;

/** `SameSite=Lax`, because the callback is a navigation from the hosted pages, which are another site. */
export const attemptCookie = (name: string, value: string, maxAgeSeconds: number): string =>
  `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; Secure; HttpOnly; SameSite=Lax`;
