/** Longer paths would not fit into the attempt's cookie. */
const MAX_LENGTH = 1024;

/** The path of `PUBLIC_URL` without a trailing slash; empty if the service is served at the root. */
export const prefixOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/$/, '');

/**
 * The path to go to after sign-in. A value that a URL parser could resolve to another origin is replaced by the account
 * page, so that the service is not an open redirector (RFC 9700 section 4.11).
 *
 * @param value the path that the caller asked for, such as `/orders?page=2`.
 */
export function safeReturnTo(value: string | undefined, publicUrl: string): string {
  const account = `${prefixOf(publicUrl)}/account`;
  if (value === undefined || value.length > MAX_LENGTH || !/^\/(?!\/)/.test(value)) return account;
  const { origin } = new URL(publicUrl);
  if (!URL.canParse(value, origin)) return account;
  const url = new URL(value, origin);
  // `/.//evil.example` is a local path, but its normalised form `//evil.example` is another origin.
  if (url.origin !== origin || url.pathname.startsWith('//')) return account;
  return url.pathname + url.search + url.hash;
}
