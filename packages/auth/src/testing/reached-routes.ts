import type { INestApplicationContext } from '@nestjs/common';
import { RoutePolicies } from '../nest/route-policies.ts';

/** The routes for which the guard has looked up a policy. */
interface ReachedRoutes {
  /** Forgets the routes that were reached so far. */
  reset(): void;
  /** @param route as in the router with its method: `DELETE /orders/:id`. */
  has(route: string): boolean;
  stop(): void;
}

/** Records the policy lookups of an application's guard, without changing their results. */
export function watchRoutes(app: INestApplicationContext): ReachedRoutes {
  const policies = app.get(RoutePolicies, { strict: false });
  const reached = new Set<unknown>();
  const find = policies.find.bind(policies);
  policies.find = (controller, handler) => {
    reached.add(handler);
    return find(controller, handler);
  };
  return {
    reset: () => reached.clear(),
    has: (route) =>
      policies
        .list()
        .some(({ method, path, handler }) => `${method} ${path}` === route && reached.has(handler)),
    stop: () => {
      policies.find = find;
    },
  };
}
