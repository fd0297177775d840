import { Injectable } from '@nestjs/common';
import findMyWay from 'find-my-way';
import { Problem } from '../problems/problem';
import { MAX_PARAM_LENGTH } from './limits';

const METHOD = 'The route does not have this method; see `Allow`.';
const PREFLIGHT = 'Pages of this origin may not call this address: see `CORS_ORIGINS`.';

/** The methods of each URL, to distinguish a wrong method (405) from an unknown route (404). */
@Injectable()
export class AllowedMethods {
  readonly #methods = new Map<string, Set<string>>();
  /**
   * Built on the first request without a matching route, because building it costs as much as building the
   * application's own router.
   */
  #router: Router | undefined;

  /** Records a route of the application when Fastify registers it. */
  add(methods: string | readonly string[], url: string): void {
    const known = this.#methods.get(url) ?? new Set();
    for (const method of [methods].flat()) known.add(method);
    this.#methods.set(url, known);
    this.#router = undefined;
  }

  /**
   * The problem of a request without a matching route.
   *
   * @param isPreflight whether it is a preflight request, which only an origin of `CORS_ORIGINS` may send.
   */
  explain(url: string, isPreflight: boolean): Problem {
    const path = url.split(/[?#]/, 1)[0] ?? url;
    const found = (this.#router ??= routerOf(this.#methods)).find('GET', path);
    // A parameter is never empty: `/users/` does not address a user.
    if (found && !Object.values(found.params).includes('')) {
      const allow = [...(found.handler as unknown as () => Set<string>)()].toSorted();
      return new Problem('method_not_allowed', isPreflight ? PREFLIGHT : METHOD, { allow });
    }
    return new Problem('route_not_found', 'There is no route at this address.');
  }
}

type Router = ReturnType<typeof findMyWay>;

function routerOf(methods: ReadonlyMap<string, Set<string>>): Router {
  const router = findMyWay({ maxParamLength: MAX_PARAM_LENGTH });
  // Every pattern is registered as GET: the router is used to match URLs, not methods.
  for (const [url, known] of methods) router.on('GET', url, () => known);
  return router;
}
