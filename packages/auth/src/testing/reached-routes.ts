import type { INestApplicationContext } from '@nestjs/common';
import { RoutePolicies } from '../nest/route-policies.ts';

/** Which routes the guard was asked about. */
export interface ReachedRoutes {
  /** Forgets the routes that were reached so far. */
  reset(): void;
  /** @param route as in the router with its method: `DELETE /orders/:id`. */
  has(route: string): boolean;
  stop(): void;
}

/** Watches the guard of an application look up policies. It is asked, and answers, as without a watch. */
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
