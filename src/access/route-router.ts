import findMyWay from 'find-my-way';
import type { Params } from 'lifeguard-auth';
import { MAX_PARAM_LENGTH } from '../http/limits';

/** A route as the server's router knows it; the method `ALL` stands for every method. */
interface Routed {
  readonly method: string;
  readonly path: string;
}

/** Finds the route of a request as the server's own router does: the same library with the same options. */
export class RouteRouter<Route extends Routed> {
  readonly #router = findMyWay({ maxParamLength: MAX_PARAM_LENGTH });

  constructor(routes: Iterable<Route>) {
    for (const route of routes) {
      const handler = () => route;
      if (route.method === 'ALL') this.#router.all(route.path, handler);
      else this.#router.on(route.method as 'GET', route.path, handler);
    }
  }

  /**
   * @param path percent-encoded, without a query.
   * @returns the route and its decoded parameters.
   */
  find(method: string, path: string): { readonly route: Route; readonly params: Params } | undefined {
    // The server answers HEAD wherever it answers GET, unless a route takes HEAD itself.
    return this.#find(method, path) ?? (method === 'HEAD' ? this.#find('GET', path) : undefined);
  }

  #find(method: string, path: string): { readonly route: Route; readonly params: Params } | undefined {
    const found = this.#router.find(method as 'GET', path);
    if (!found) return undefined;
    // A parameter is never empty: `/users/` does not address a user. A wildcard may be.
    const isEmpty = Object.entries(found.params).some(([name, value]) => value === '' && name !== '*');
    if (isEmpty) return undefined;
    const route = (found.handler as unknown as () => Route)();
    return { route, params: found.params as Params };
  }
}
