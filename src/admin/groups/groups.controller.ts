import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '../../openapi/api.decorators';
import type { FastifyReply } from 'fastify';
import { Authorize, named, type Recorded } from 'lifeguard-auth';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Route } from '../../openapi/route.decorator';
import { noBody } from '../../openapi/no-body.schema';
import { Revokes } from '../../revocation/revocation-answer.interceptor';
import { OF_COGNITO } from '../cognito-problems';
import { created } from '../created';
import { GroupMembersService } from './group-members.service';
import {
  group,
  groupChanges,
  newGroup,
  type Group,
  type GroupChanges,
  type NewGroup,
} from '../../cognito/group.schema';
import { GroupsService } from './groups.service';
import { groupPath, type GroupPath } from '../../cognito/names.schema';
import { pageOf, pageRequest, type Page, type PageRequest } from '../../cognito/page.schema';
import { user, type User } from '../../cognito/user.schema';

@ApiTags('groups')
@Controller('groups')
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly members: GroupMembersService,
  ) {}

  @Get()
  @Authorize(named('users.read'))
  @Route({ summary: 'A page of the groups', body: pageOf(group), problems: OF_COGNITO })
  list(
    @Query({ schema: pageRequest }) page: PageRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Group>> {
    return this.groups.list(page, gone);
  }

  @Post()
  @Authorize(named('users.write'))
  @Route({
    summary: 'Creates a group',
    status: 201,
    body: group,
    headers: { Location: 'Where the group is' },
    problems: [...OF_COGNITO, 'group_exists'],
  })
  async create(
    @Body({ schema: newGroup }) body: NewGroup,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Group> {
    return created(reply, await this.groups.create(body), '/groups', body.name);
  }

  @Get(':group')
  @Authorize(named('users.read'))
  @Route({ summary: 'One group', body: group, problems: OF_COGNITO })
  get(
    @Param({ schema: groupPath }) { group: name }: GroupPath,
    @CallerGone() gone: AbortSignal,
  ): Promise<Group> {
    return this.groups.get(name, gone);
  }

  @Patch(':group')
  @Authorize(named('users.write'))
  @Route({ summary: 'Changes what is given of a group', body: group, problems: OF_COGNITO })
  update(
    @Param({ schema: groupPath }) { group: name }: GroupPath,
    @Body({ schema: groupChanges }) body: GroupChanges,
  ): Promise<Group> {
    return this.groups.update(name, body);
  }

  @Delete(':group')
  @Authorize(named('users.write'))
  @ApiBody({ required: false })
  @Revokes()
  @Route({
    summary: 'Deletes a group; the tokens of its members end at once',
    problems: [...OF_COGNITO, 'admin_group'],
  })
  remove(
    @Param({ schema: groupPath }) { group: name }: GroupPath,
    @Body({ schema: noBody }) _none: unknown,
  ): Promise<Recorded> {
    return this.groups.remove(name);
  }

  @Get(':group/users')
  @Authorize(named('users.read'))
  @Route({
    summary: 'A page of the users in a group',
    body: pageOf(user),
    problems: OF_COGNITO,
  })
  listUsers(
    @Param({ schema: groupPath }) { group: name }: GroupPath,
    @Query({ schema: pageRequest }) page: PageRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<User>> {
    return this.members.list(name, page, gone);
  }
}
