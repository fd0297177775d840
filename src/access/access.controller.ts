import { Body, Controller, Get, Post } from '@nestjs/common';
import { Authorize, named, Principal } from 'lifeguard-auth';
import { problemsOf } from '../cognito/problems';
import { CallerGone } from '../http/caller-gone.decorator';
import { Route } from '../openapi/route.decorator';
import {
  explainBody,
  explained,
  ownRoutes,
  type ExplainBody,
  type Explained,
  type OwnRoutes,
} from './access.schema';
import { AccessService } from './access.service';

/** Who may call what, and why not. */
@Controller()
export class AccessController {
  constructor(private readonly access: AccessService) {}

  @Get('whoami/routes')
  @Route({
    id: 'listOwnRoutes',
    tag: 'whoami',
    summary: 'List every route and whether the caller may call it',
    description:
      'For a refused route, `needs` lists what would be enough, in names from its policy. If it depends on a ' +
      'parameter, `needs` may be what opens the route to the owner alone.',
    body: ownRoutes,
  })
  own(@Principal() caller: Principal): OwnRoutes {
    return this.access.own(caller);
  }

  @Post('access/explain')
  @Authorize(named('users.read'))
  @Route({
    id: 'explainAccess',
    tag: 'access',
    summary: 'Explain whether a caller may call a route',
    description:
      'The caller is a user of the pool with their current groups, or a described caller. No token is needed. Facts ' +
      'about the caller that are not known, such as claims that a pre token generation trigger sets, are `unknown`.',
    status: 200,
    body: explained,
    problems: ['route_not_found', ...problemsOf('AdminGetUser', 'AdminListGroupsForUser')],
  })
  explain(
    @Body({ schema: explainBody }) body: ExplainBody,
    @CallerGone() gone: AbortSignal,
  ): Promise<Explained> {
    return this.access.explain(body, gone);
  }
}
