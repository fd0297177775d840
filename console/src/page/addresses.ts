/** The pages by the end of their address. */
const PAGES = ['/account/tokens', '/account', '/console'];

/** The path under which the service lives: empty, or the prefix of PUBLIC_URL. */
export const PREFIX = prefixOf(location.pathname);

/** The address of a path of the service, `/session` say, wherever the service lives. */
export const addressOf = (path: string): string => PREFIX + path;

/** Where the hosted page comes back to: this page with its view. */
export const here = (): string => location.pathname + location.search + location.hash;

/** The address that starts a sign-in on the hosted page, or at a provider. */
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
