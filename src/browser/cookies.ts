/**
 * Browsers accept a cookie of this prefix only with `Secure`, `HttpOnly`, `Path=/` and no `Domain`, and never from a
 * script: nobody but this origin can set it (RFC 6265bis section 4.1.3).
 */
const PREFIX = '__Host-Http-';

export const SESSION_COOKIE = `${PREFIX}lifeguard`;
/** Followed by the name of the attempt. */
export const ATTEMPT_COOKIE = `${PREFIX}lifeguard-attempt-`;

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

/**
 * Without the spaces and tabs around it. `trim` would also remove a no-break space, and a browser takes a name that begins
 * with one for a name without our prefix: another host of the site could set such a cookie.
 */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

/** Name and value of each cookie in a `Cookie` header, as they came (RFC 6265 section 4.2). */
export function readCookies(header: string | undefined): [name: string, value: string][] {
  return (header ?? '').split(';').flatMap((pair): [string, string][] => {
    const separator = pair.indexOf('=');
    return separator < 1 ? [] : [[trimmed(pair.slice(0, separator)), trimmed(pair.slice(separator + 1))]];
  });
}

/** A cookie until the browser ends: scripts cannot read it, and no other site can send it. */
export const sessionCookie = (value: string): string =>
  `${SESSION_COOKIE}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict`;

export const clearedSessionCookie = `${SESSION_COOKIE}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict`;

/** Lax, since the callback is a navigation that comes from the hosted pages. */
export const attemptCookie = (name: string, value: string, maxAgeSeconds: number): string =>
  `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; Secure; HttpOnly; SameSite=Lax`;
