import { Controller, Get, Module, Param } from '@nestjs/common';
import {
  allOf,
  anyOf,
  at,
  Authorize,
  claim,
  contains,
  group,
  machine,
  maxAge,
  not,
  owner,
  RequiresIdToken,
  scope,
  type Explanation,
} from 'lifeguard-auth';
import { OrdersModule } from '../../examples/orders/orders.module';
import { PoolService, startBeforePool } from '../support/pool.service';

/** Additional routes, one for each kind of policy. */
@Controller('team')
class TeamController {
  @Get('notes/:sub')
  @Authorize(anyOf(group('admin'), owner('sub')))
  notes(@Param('sub') sub: string) {
    return { sub };
  }

  @Get('tenant')
  @Authorize(claim('tenant', ['north', 'south']))
  tenant() {
    return {};
  }

  @Get('roles')
  @Authorize(allOf(claim('roles', contains('agent')), at('org.id', 'one')))
  roles() {
    return {};
  }

  @Get('fresh')
  @Authorize(maxAge(300))
  fresh() {
    return {};
  }

  @Get('guarded')
  @Authorize(
    allOf(
      not(machine()),
      scope('x', 'y'),
      claim('level', (level) => level === 'gold'),
    ),
  )
  guarded() {
    return {};
  }

  @Get('failing')
  @Authorize(
    claim('sub', () => {
      throw new Error('a predicate that fails');
    }),
  )
  failing() {
    return {};
  }

  @Get('identified')
  @RequiresIdToken()
  identified() {
    return {};
  }
}

@Module({ controllers: [TeamController] })
export class TeamModule {}

export interface Explained {
  readonly route: string;
  readonly allowed: boolean | string;
  readonly because: Explanation;
  readonly notes: readonly string[];
}

export interface OwnRoute {
  readonly method: string;
  readonly path: string;
  readonly allowed: boolean | 'depends';
  readonly needs?: unknown;
}

/** The service with these routes and an embedded pool. */
export class AccessApp extends PoolService {
  static override async start(environment: Record<string, string> = {}): Promise<AccessApp> {
    return new AccessApp(...(await startBeforePool(environment, {}, [TeamModule, OrdersModule])));
  }

  get admin(): string {
    return this.tokenOf('root', ['admin']);
  }

  explain(body: unknown, token = this.admin): Promise<Response> {
    return this.call('/access/explain', { method: 'POST', token, body });
  }

  async explained(as: object, route: string): Promise<Explained> {
    const [method, path] = route.split(' ');
    return (await (await this.explain({ as, method, path })).json()) as Explained;
  }

  async ownRoutes(token: string): Promise<Map<string, OwnRoute>> {
    const answer = await this.call('/whoami/routes', { token });
    const { items } = (await answer.json()) as { items: OwnRoute[] };
    return new Map(items.map((item) => [`${item.method} ${item.path}`, item]));
  }
}
