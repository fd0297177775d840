import type { INestApplicationContext } from '@nestjs/common';
import { policyText, RoutePolicies } from '../nest/route-policies.ts';

/** A route of the application, and who may call it. */
export interface TestedRoute {
  readonly method: string;
  /** As in the router: `/orders/:id`. */
  readonly path: string;
  /** `OrdersController.remove` */
  readonly handler: string;
  /** The policy in words. */
  readonly policy: string;
  readonly isPublic: boolean;
}

/**
 * The route table of an application, by path and method.
 *
 * @param app after `init()` or `listen()`.
 *
 * @example
 * const open = everyRoute(app).filter(({ isPublic }) => isPublic);
 * assert.deepEqual(open.map(({ path }) => path), ['/health']);
 */
export function everyRoute(app: INestApplicationContext): TestedRoute[] {
  return app
    .get(RoutePolicies, { strict: false })
    .list()
    .map(({ method, path, name, policy }) => ({
      method,
      path,
      handler: name,
      policy: policyText(policy),
      isPublic: policy.kind === 'public',
    }));
}
