import { Injectable } from '@nestjs/common';
import findMyWay from 'find-my-way';
import { RoutePolicies, type ListedRoute, type Params } from 'lifeguard-auth';
import { MAX_PARAM_LENGTH } from '../http/limits';
import { documentRoutes } from '../openapi/route-table';

/** A route of the application; routes that are not served by controllers have no handler. */
export type ServedRoute = Pick<ListedRoute, 'method' | 'path' | 'policy'> &
  Partial<Pick<ListedRoute, 'handler' | 'name'>>;

/** A route and the decoded parameters of a URL. */
export interface FoundRoute {
  readonly route: ServedRoute;
  readonly params: Params;
}

type Router = ReturnType<typeof findMyWay>;

/** Finds the route of a method and a URL as the server's router does. */
@Injectable()
export class RouteFinder {
  #router: Router | undefined;

  constructor(private readonly policies: RoutePolicies) {}

  /** Every route, by path and method. */
  list(): readonly ServedRoute[] {
    return servedRoutes(this.policies);
  }

  /**
   * @param address a path; a query is ignored
   */
  find(method: string, address: string): FoundRoute | undefined {
    this.#router ??= routerOf(this.list());
    const path = address.split(/[?#]/, 1)[0] ?? '';
    // The server answers HEAD wherever it answers GET.
    const found = this.#router.find((method === 'HEAD' ? 'GET' : method) as 'GET', path);
    // A parameter is never empty: `/users/` does not address a user.
    if (!found || Object.values(found.params).includes('')) return undefined;
    const route = (found.handler as unknown as () => ServedRoute)();
    return { route, params: found.params as Params };
  }
}

/** Every route of the application, by path and method. */
export const servedRoutes = (policies: RoutePolicies): readonly ServedRoute[] =>
  [...policies.list(), ...documentRoutes].toSorted(
    (a, b) => compare(a.path, b.path) || compare(a.method, b.method),
  );

// By code units, so that the order is the same in every locale.
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function routerOf(routes: readonly ServedRoute[]): Router {
  const router = findMyWay({ maxParamLength: MAX_PARAM_LENGTH });
  for (const route of routes) {
    const handler = () => route;
    if (route.method === 'ALL') router.all(route.path, handler);
    else router.on(route.method as 'GET', route.path, handler);
  }
  return router;
}

/** A path as the OpenAPI document writes it: `/users/{username}`. */
export const documentPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');
