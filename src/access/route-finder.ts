import { Injectable } from '@nestjs/common';
import { RoutePolicies, type ListedRoute, type Params } from 'lifeguard-auth';
import { documentRoutes } from '../openapi/route-table';
import { RouteRouter } from './route-router';

/** A route of the application; routes that are not served by controllers have no handler. */
export type ServedRoute = Pick<ListedRoute, 'method' | 'path' | 'policy'> &
  Partial<Pick<ListedRoute, 'handler' | 'name'>>;

/** A route and the decoded parameters of a URL. */
export interface FoundRoute {
  readonly route: ServedRoute;
  readonly params: Params;
}

/** Finds the route of a method and a URL as the server's router does. */
@Injectable()
export class RouteFinder {
  #router: RouteRouter<ServedRoute> | undefined;

  constructor(private readonly policies: RoutePolicies) {}

  /** Every route, by path and method. */
  list(): readonly ServedRoute[] {
    return servedRoutes(this.policies);
  }

  /**
   * @param address a path; a query is ignored
   */
  find(method: string, address: string): FoundRoute | undefined {
    this.#router ??= new RouteRouter(this.list());
    return this.#router.find(method, address.split(/[?#]/, 1)[0] ?? '');
  }
}

/** Every route of the application, by path and method. */
export const servedRoutes = (policies: RoutePolicies): readonly ServedRoute[] =>
  [...policies.list(), ...documentRoutes].toSorted(
    (a, b) => compare(a.path, b.path) || compare(a.method, b.method),
  );

// By code units, so that the order is the same in every locale.
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A path as the OpenAPI document writes it: `/users/{username}`. */
export const documentPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');
