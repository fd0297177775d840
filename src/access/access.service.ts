import { Injectable } from '@nestjs/common';
import { ownAccess, type Principal } from 'lifeguard-auth';
import { UserDirectory } from '../cognito/user.directory';
import { Problem } from '../problems/problem';
import type { ExplainBody, Explained, OwnRoutes } from './access.schema';
import { assumedCaller, poolUser, type AssumedCaller } from './assumed-caller';
import { explainRoute } from './explain-route';
import { furtherRequirements } from './further-requirements';
import { documentPath, RouteFinder, type ServedRoute } from './route-finder';

/** Explains who may call what, and why not, from the policies that the guard evaluates. */
@Injectable()
export class AccessService {
  constructor(
    private readonly routes: RouteFinder,
    private readonly users: UserDirectory,
  ) {}

  /** Every route, and whether the caller may call it. */
  own(caller: Principal): OwnRoutes {
    return { items: this.routes.list().map((route) => ownRoute(route, caller)) };
  }

  /** @throws Problem `route_not_found` before Cognito is called, `user_not_found` */
  async explain({ as, method, path }: ExplainBody, signal?: AbortSignal): Promise<Explained> {
    const found = this.routes.find(method, path);
    if (!found) throw new Problem('route_not_found', 'There is no route with this method at this URL.');
    const { kind } = as;
    const caller =
      kind === undefined ? await this.#userNamed(as.username ?? '', signal) : assumedCaller({ ...as, kind });
    return explainRoute(found, caller);
  }

  async #userNamed(name: string, signal?: AbortSignal): Promise<AssumedCaller> {
    const { sub, username } = await this.users.find(name, signal);
    return poolUser({ sub, username }, await this.users.groupNames(username, signal));
  }
}

function ownRoute(route: ServedRoute, caller: Principal): OwnRoutes['items'][number] {
  const { policy } = route;
  const access = policy.kind === 'policy' ? ownAccess(policy, caller) : { allowed: true };
  const at = { method: route.method, path: documentPath(route.path) };
  return access.allowed === true && furtherRequirements(route).length > 0
    ? { ...at, allowed: 'depends' }
    : { ...at, ...access };
}
