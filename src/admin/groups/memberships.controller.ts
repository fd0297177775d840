import { Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { Authorize, named, Principal } from 'lifeguard-auth';
import { LAST_ADMIN_PROBLEMS } from '../../admin-group/admin-group';
import { groupPage, type Group } from '../../cognito/group.schema';
import { membershipPath, userPath, type MembershipPath, type UserPath } from '../../cognito/names.schema';
import { pageRequest, type Page, type PageRequest } from '../../cognito/page.schema';
import { problemsOf } from '../../cognito/problems';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Route } from '../../openapi/route.decorator';
import { RevokingRoute } from '../../revocation/revoking-route.decorator';
import type { Ended } from '../../revocation/token-revoker';
import { MembershipsService } from './memberships.service';

@Controller('users/:username/groups')
export class MembershipsController {
  constructor(private readonly memberships: MembershipsService) {}

  @Get()
  @Authorize(named('users.read'))
  @Route({
    id: 'listGroupsOfUser',
    summary: 'List the groups of a user',
    body: groupPage,
    problems: problemsOf('AdminListGroupsForUser'),
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
  @RevokingRoute({
    id: 'addUserToGroup',
    summary: 'Add a user to a group and revoke their tokens',
    problems: problemsOf('AdminGetUser', 'AdminAddUserToGroup'),
  })
  add(
    @Param({ schema: membershipPath }) { username, group: to }: MembershipPath,
    @Principal() caller: Principal,
  ): Promise<Ended> {
    return this.memberships.add(username, to, caller);
  }

  @Delete(':group')
  @Authorize(named('users.write'))
  @RevokingRoute({
    id: 'removeUserFromGroup',
    summary: 'Remove a user from a group and revoke their tokens',
    problems: [...problemsOf('AdminGetUser', 'AdminRemoveUserFromGroup'), ...LAST_ADMIN_PROBLEMS],
  })
  remove(
    @Param({ schema: membershipPath }) { username, group: from }: MembershipPath,
    @Principal() caller: Principal,
  ): Promise<Ended> {
    return this.memberships.remove(username, from, caller);
  }
}
