import { Injectable } from '@nestjs/common';
import findMyWay from 'find-my-way';
import { MAXIMUM_PARAM_LENGTH } from './limits';
import { Problem } from '../problems/problem';

/** Which methods an address has: what tells a wrong method (405) from an unknown route (404). */
@Injectable()
export class AllowedMethods {
  readonly #router = findMyWay({ maxParamLength: MAXIMUM_PARAM_LENGTH });
  readonly #methods = new Map<string, Set<string>>();

  /** Takes note of a route of the application, as Fastify registers it. */
  add(methods: string | readonly string[], url: string): void {
    const known = this.#methods.get(url) ?? new Set();
    // Every pattern is entered as GET, whatever it has: the router is asked for addresses and not for methods.
    if (!this.#methods.has(url)) this.#router.on('GET', url, () => known);
    this.#methods.set(url, known);
    for (const method of [methods].flat()) known.add(method);
  }

  /** The problem of a request that no route takes. */
  explain(url: string): Problem {
    const path = url.split(/[?#]/, 1)[0] ?? url;
    const found = this.#router.find('GET', path);
    // A parameter is never empty: `/users/` does not address a user.
    if (found && !Object.values(found.params).includes('')) {
      const allow = [...(found.handler as unknown as () => Set<string>)()].toSorted();
      return new Problem('method_not_allowed', 'The route has other methods; see `Allow`.', { allow });
    }
    return new Problem('route_not_found', 'There is no route at this address.');
  }
}
