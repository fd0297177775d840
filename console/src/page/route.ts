import { signal } from '@preact/signals';

/** A view of the console, from a fragment such as `#/users/ada?tab=groups`. */
export interface Route {
  readonly view: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  /** Cursors of the previous pages, stored in the browser's history entry. */
  readonly trail: readonly string[];
}

export const route = signal<Route>(read());

addEventListener('popstate', update);
addEventListener('hashchange', update);

export type Query = Readonly<Record<string, string | undefined>>;

/** The URL fragment of a view. */
export function hrefOf(view: string, id?: string, query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]);
  const path = id === undefined ? `#/${view}` : `#/${view}/${encodeURIComponent(id)}`;
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Opens a view. With `replace` it adds no history entry, for example while typing into a search box. */
export function go(href: string, { replace = false, trail = [] as readonly string[] } = {}): void {
  if (replace) history.replaceState({ trail }, '', href);
  else history.pushState({ trail }, '', href);
  update();
}

function update(): void {
  route.value = read();
}

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', id] = path.split('/', 2);
  const { trail = [] } = (history.state ?? {}) as { trail?: readonly string[] };
  return { view: view === '' ? 'users' : view, id: decoded(id), query: new URLSearchParams(query), trail };
}

function decoded(id: string | undefined): string | undefined {
  if (id === undefined || id === '') return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
