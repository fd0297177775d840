/** Longer addresses would not fit into the cookie that remembers them. */
const MAXIMUM_LENGTH = 1024;

/** The path at which the service lives, without a slash at its end: empty, or the path of `PUBLIC_URL`. */
export const prefixOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/$/, '');

/**
 * Where a browser goes after signing in: a path of this origin, and nothing that a URL parser could take for an
 * address elsewhere. Anything else becomes the account page (no open redirector, RFC 9700 section 4.11).
 *
 * @param value what the caller wishes: `/orders?page=2`.
 */
export function safeReturnTo(value: string | undefined, publicUrl: string): string {
  const account = `${prefixOf(publicUrl)}/account`;
  if (value === undefined || value.length > MAXIMUM_LENGTH || !/^\/(?!\/)/.test(value)) return account;
  const { origin } = new URL(publicUrl);
  if (!URL.canParse(value, origin)) return account;
  const url = new URL(value, origin);
  // `/.//evil.example` is a local path until it is normalised, and another origin from then on.
  if (url.origin !== origin || url.pathname.startsWith('//')) return account;
  return url.pathname + url.search + url.hash;
}
