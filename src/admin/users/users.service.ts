import { Inject, Injectable } from '@nestjs/common';
import { Cognito } from '../../cognito/cognito';
import { sdk } from '../../cognito/sdk';
import type { Settings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
import { MembershipsService } from '../groups/memberships.service';
import type { Page } from '../../cognito/page.schema';
import { readPage } from '../../cognito/read';
import { UserDirectory } from '../../cognito/user.directory';
import { cognitoUser, type User, type UserQuery } from '../../cognito/user.schema';

/** Reads users. */
@Injectable()
export class UsersService {
  constructor(
    private readonly cognito: Cognito,
    private readonly directory: UserDirectory,
    private readonly memberships: MembershipsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * A page of the users, or of those that a filter finds.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
   */
  async list({ limit, cursor, filter }: UserQuery, signal?: AbortSignal): Promise<Page<User>> {
    const command = new sdk.ListUsersCommand({
      UserPoolId: this.settings.userPoolId,
      Limit: limit,
      PaginationToken: cursor,
      Filter: filter,
    });
    const answer = await this.cognito.send(command, { as: 'service', signal });
    return readPage(cognitoUser, answer.Users, answer.PaginationToken);
  }

  /**
   * One user, with the names of all its groups.
   *
   * @throws Problem `user_not_found`
   */
  async get(username: string, signal?: AbortSignal): Promise<User> {
    const user = await this.directory.find(username, signal);
    return { ...user, groups: await this.memberships.namesOf(user.username, signal) };
  }
}
