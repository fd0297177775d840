import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Authorize, named } from 'lifeguard-auth';
import { userPath, type UserPath } from '../../cognito/names.schema';
import type { Page } from '../../cognito/page.schema';
import { problemsOf } from '../../cognito/problems';
import { user, userPage, userQuery, type User, type UserQuery } from '../../cognito/user.schema';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Locations } from '../../http/location';
import { Route } from '../../openapi/route.decorator';
import { UserAttributesService } from './user-attributes.service';
import {
  attributeChanges,
  newUser,
  withClientMetadata,
  type AttributeChanges,
  type NewUser,
  type WithClientMetadata,
} from './user-bodies.schema';
import { UserCreationService } from './user-creation.service';
import { UsersService } from './users.service';

@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly creation: UserCreationService,
    private readonly attributes: UserAttributesService,
    private readonly locations: Locations,
  ) {}

  @Get()
  @Authorize(named('users.read'))
  @Route({
    id: 'listUsers',
    summary: 'List users, all or those that match a filter',
    body: userPage,
    problems: problemsOf('ListUsers'),
  })
  list(@Query({ schema: userQuery }) query: UserQuery, @CallerGone() gone: AbortSignal): Promise<Page<User>> {
    return this.users.list(query, gone);
  }

  @Post()
  @Authorize(named('users.write'))
  @Route({
    id: 'createUser',
    summary: 'Create a user and add them to groups, all or nothing',
    status: 201,
    body: user,
    headers: { Location: 'URL of the user' },
    // AWS mentions AliasExistsException only in the description of AdminCreateUser (ForceAliasCreation).
    problems: [
      ...problemsOf('GetGroup', 'AdminCreateUser', 'AdminAddUserToGroup', 'AdminDeleteUser'),
      'alias_exists',
    ],
  })
  async create(
    @Body({ schema: newUser }) body: NewUser,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<User> {
    const made = await this.creation.create(body);
    this.locations.set(reply, 'users', made.username);
    return made;
  }

  @Post(':username/invitation')
  @Authorize(named('users.write'))
  @Route({
    id: 'inviteUser',
    summary: 'Send a user the invitation again, with a new temporary password',
    description: 'A user who has signed in already gets `user_state`.',
    status: 202,
    problems: problemsOf('AdminGetUser', 'AdminCreateUser'),
  })
  invite(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: withClientMetadata }) body: WithClientMetadata,
  ): Promise<void> {
    return this.creation.inviteAgain(username, body);
  }

  @Get(':username')
  @Authorize(named('users.read'))
  @Route({
    id: 'getUser',
    summary: 'Get a user with their groups',
    body: user,
    problems: problemsOf('AdminGetUser', 'AdminListGroupsForUser'),
  })
  get(@Param({ schema: userPath }) { username }: UserPath, @CallerGone() gone: AbortSignal): Promise<User> {
    return this.users.get(username, gone);
  }

  @Patch(':username')
  @Authorize(named('users.write'))
  @Route({
    id: 'updateUser',
    summary: 'Update a user’s attributes; null removes one',
    problems: problemsOf('AdminGetUser', 'AdminUpdateUserAttributes', 'AdminDeleteUserAttributes'),
  })
  update(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: attributeChanges }) body: AttributeChanges,
  ): Promise<void> {
    return this.attributes.update(username, body);
  }
}
