import type { ListedRoute } from 'lifeguard-auth';
import { whoMayCall } from './requirement';

type Row = Pick<ListedRoute, 'method' | 'path' | 'policy'> & Partial<Pick<ListedRoute, 'handler'>>;

/** Routes that are not served by controllers: the OpenAPI document and its page. */
export const documentRoutes: readonly Row[] = ['/docs', '/openapi.json'].map((path) => ({
  method: 'GET',
  path,
  policy: { kind: 'public' },
}));

/** One line for each route: method, path, and who may call it. */
export function routeTable(routes: readonly ListedRoute[]): string[] {
  const rows: Row[] = [...routes, ...documentRoutes].toSorted((a, b) => a.path.localeCompare(b.path));
  const width = Math.max(...rows.map(({ path }) => path.length));
  return rows.map(
    ({ method, path, policy, handler }) =>
      `${method.padEnd(6)} ${path.padEnd(width)}  ${whoMayCall(policy, handler)}`,
  );
}
