import { type ListedRoute, policyText } from 'lifeguard-auth';

type Row = Pick<ListedRoute, 'method' | 'path' | 'policy'>;

/** What is served beside the controllers: the OpenAPI document and the page that shows it. */
const DOCUMENT: readonly Row[] = ['/docs', '/openapi.json'].map((path) => ({
  method: 'GET',
  path,
  policy: { kind: 'public' },
}));

/** One line for each route: method, path, and who may call it. */
export function routeTable(routes: readonly ListedRoute[]): string[] {
  const rows: Row[] = [...routes, ...DOCUMENT].toSorted((a, b) => a.path.localeCompare(b.path));
  const width = Math.max(...rows.map(({ path }) => path.length));
  return rows.map(
    ({ method, path, policy }) => `${method.padEnd(6)} ${path.padEnd(width)}  ${policyText(policy)}`,
  );
}
