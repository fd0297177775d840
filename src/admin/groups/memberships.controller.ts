import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '../../openapi/api.decorators';
import { Authorize, named, Principal, type Recorded } from 'lifeguard-auth';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Route } from '../../openapi/route.decorator';
import { noBody } from '../../openapi/no-body.schema';
import { Revokes } from '../../revocation/revocation-answer.interceptor';
import { OF_COGNITO } from '../cognito-problems';
import { group, type Group } from '../../cognito/group.schema';
import { MembershipsService } from './memberships.service';
import { membershipPath, userPath, type MembershipPath, type UserPath } from '../../cognito/names.schema';
import { pageOf, pageRequest, type Page, type PageRequest } from '../../cognito/page.schema';

@ApiTags('users')
@Controller('users/:username/groups')
export class MembershipsController {
  constructor(private readonly memberships: MembershipsService) {}

  @Get()
  @Authorize(named('users.read'))
  @Route({
    summary: 'A page of the groups of a user',
    body: pageOf(group),
    problems: [...OF_COGNITO, 'user_not_found'],
  })
  list(
    @Param({ schema: userPath }) { username }: UserPath,
    @Query({ schema: pageRequest }) page: PageRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Group>> {
    return this.memberships.list(username, page, gone);
  }

  @Put(':group')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Revokes()
  @Route({
    summary: 'Puts a user into a group; tokens without it end at once',
    problems: [...OF_COGNITO, 'user_not_found'],
  })
  add(
    @Param({ schema: membershipPath }) { username, group: to }: MembershipPath,
    @Body({ schema: noBody }) _none: unknown,
  ): Promise<Recorded> {
    return this.memberships.add(username, to);
  }

  @Delete(':group')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Revokes()
  @Route({
    summary: 'Takes a user out of a group; tokens with it end at once',
    problems: [...OF_COGNITO, 'user_not_found', 'own_account'],
  })
  remove(
    @Param({ schema: membershipPath }) { username, group: from }: MembershipPath,
    @Body({ schema: noBody }) _none: unknown,
    @Principal() caller: Principal,
  ): Promise<Recorded> {
    return this.memberships.remove(username, from, caller);
  }
}
