import { toPortable, type PortableAccess, type RoutePolicies } from 'lifeguard-auth';
import { furtherRequirements } from './further-requirements';
import { servedRoutes, type ServedRoute } from './route-finder';

/** A route and who may call it, as JSON that is identical for each run. */
export interface PortableRoute {
  readonly method: string;
  readonly path: string;
  readonly access: PortableAccess;
}

/** The output of `npm run routes -- --json`. */
export interface RouteFile {
  readonly version: 1;
  readonly routes: readonly PortableRoute[];
}

export const routeFile = (policies: RoutePolicies): RouteFile => ({
  version: 1,
  routes: servedRoutes(policies).map((route) => ({
    method: route.method,
    path: route.path,
    access: accessOf(route),
  })),
});

function accessOf(route: ServedRoute): PortableAccess {
  const { policy, name = '' } = route;
  if (policy.kind === 'public') return { kind: 'public' };
  const further = furtherRequirements(route);
  return {
    kind: 'token',
    ...(policy.kind === 'policy' && { policy: toPortable(policy.policy, name) }),
    ...(further.length > 0 && { besides: further }),
  };
}
