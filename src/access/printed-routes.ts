import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RoutePolicies } from 'lifeguard-auth';
import { routeTable } from '../openapi/route-table';
import { routeFile, type RouteFile } from './portable-routes';
import { diffRoutes, diffText, isWider } from './route-diff';

/** The lines of `npm run routes`: who may call what, as a table or as JSON. */
export function printedRoutes(app: NestFastifyApplication, json: boolean): readonly string[] {
  const policies = app.get(RoutePolicies);
  return json ? [JSON.stringify(routeFile(policies), null, 2)] : routeTable(policies.list());
}

/** The lines of `npm run routes -- --diff`, and whether a route is open to more callers than in the older file. */
export function printedChanges(
  app: NestFastifyApplication,
  older: RouteFile,
  json: boolean,
): { lines: readonly string[]; wider: boolean } {
  const changes = diffRoutes(older, routeFile(app.get(RoutePolicies)));
  return {
    lines: json ? [JSON.stringify(changes, null, 2)] : diffText(changes),
    wider: changes.some(isWider),
  };
}
