import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Authorize, named } from 'lifeguard-auth';
import {
  group,
  groupChanges,
  groupPage,
  newGroup,
  type Group,
  type GroupChanges,
  type NewGroup,
} from '../../cognito/group.schema';
import { groupPath, type GroupPath } from '../../cognito/names.schema';
import { pageRequest, type Page, type PageRequest } from '../../cognito/page.schema';
import { problemsOf } from '../../cognito/problems';
import { userPage, type User } from '../../cognito/user.schema';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Locations } from '../../http/location';
import { Route } from '../../openapi/route.decorator';
import { RevokingRoute } from '../../revocation/revoking-route.decorator';
import type { Ended } from '../../revocation/token-revoker';
import { GroupMembersService } from './group-members.service';
import { GroupsService } from './groups.service';

@Controller('groups')
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly members: GroupMembersService,
    private readonly locations: Locations,
  ) {}

  @Get()
  @Authorize(named('users.read'))
  @Route({ id: 'listGroups', summary: 'List groups', body: groupPage, problems: problemsOf('ListGroups') })
  list(
    @Query({ schema: pageRequest }) page: PageRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Group>> {
    return this.groups.list(page, gone);
  }

  @Post()
  @Authorize(named('users.write'))
  @Route({
    id: 'createGroup',
    summary: 'Create a group',
    status: 201,
    body: group,
    headers: { Location: 'URL of the group' },
    problems: problemsOf('CreateGroup'),
  })
  async create(
    @Body({ schema: newGroup }) body: NewGroup,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Group> {
    const made = await this.groups.create(body);
    this.locations.set(reply, 'groups', made.name);
    return made;
  }

  @Get(':group')
  @Authorize(named('users.read'))
  @Route({ id: 'getGroup', summary: 'Get a group', body: group, problems: problemsOf('GetGroup') })
  get(
    @Param({ schema: groupPath }) { group: name }: GroupPath,
    @CallerGone() gone: AbortSignal,
  ): Promise<Group> {
    return this.groups.get(name, gone);
  }

  @Patch(':group')
  @Authorize(named('users.write'))
  @Route({
    id: 'updateGroup',
    summary: 'Update a group',
    body: group,
    problems: problemsOf('GetGroup', 'UpdateGroup'),
  })
  update(
    @Param({ schema: groupPath }) { group: name }: GroupPath,
    @Body({ schema: groupChanges }) body: GroupChanges,
  ): Promise<Group> {
    return this.groups.update(name, body);
  }

  @Delete(':group')
  @Authorize(named('users.write'))
  @RevokingRoute({
    id: 'deleteGroup',
    summary: 'Delete a group and revoke the tokens of its members',
    problems: [...problemsOf('ListUsersInGroup', 'DeleteGroup'), 'admin_group'],
  })
  remove(@Param({ schema: groupPath }) { group: name }: GroupPath): Promise<Ended> {
    return this.groups.remove(name);
  }

  @Get(':group/users')
  @Authorize(named('users.read'))
  @Route({
    id: 'listUsersInGroup',
    summary: 'List the users in a group',
    body: userPage,
    problems: problemsOf('ListUsersInGroup'),
  })
  listUsers(
    @Param({ schema: groupPath }) { group: name }: GroupPath,
    @Query({ schema: pageRequest }) page: PageRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<User>> {
    return this.members.list(name, page, gone);
  }
}
