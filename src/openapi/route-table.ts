import { policyText, type ListedRoute } from '../auth/policies/route-policies';

/** One line for each route: method, path, and who may call it. */
export function routeTable(routes: readonly ListedRoute[]): string[] {
  const width = Math.max(...routes.map(({ path }) => path.length));
  return routes.map(
    ({ method, path, policy }) => `${method.padEnd(6)} ${path.padEnd(width)}  ${policyText(policy)}`,
  );
}
