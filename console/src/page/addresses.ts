/** The paths of the pages, below the prefix. */
const PAGES = ['/account/tokens', '/account', '/console'];

/** The path prefix of the service: the path of PUBLIC_URL, or empty. */
export const PREFIX = prefixOf(location.pathname);

/** The URL of a path of the service, such as `/session`, with the prefix. */
export const addressOf = (path: string): string => PREFIX + path;

/** The address to return to from the hosted page: this page with its view. */
export const here = (): string => location.pathname + location.search + location.hash;

/** The URL that starts a sign-in on the hosted page or at a provider. */
export function hostedSignIn(options: {
  provider?: string;
  fresh?: boolean;
  returnTo?: string;
  lang: string;
}) {
  const query = new URLSearchParams({ returnTo: options.returnTo ?? here(), lang: options.lang });
  if (options.provider !== undefined) query.set('provider', options.provider);
  if (options.fresh) query.set('fresh', '1');
  return addressOf(`/session/sign-in?${query}`);
}

function prefixOf(pathname: string): string {
  const path = pathname.replace(/\/+$/, '');
  const page = PAGES.find((end) => path.endsWith(end));
  return page === undefined ? '' : path.slice(0, -page.length);
}
