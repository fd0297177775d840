import { Injectable } from '@nestjs/common';
import { Cognito } from '../../cognito/cognito';
import type { Page } from '../../cognito/page.schema';
import { readPage } from '../../cognito/response.reader';
import { UserDirectory } from '../../cognito/user.directory';
import { cognitoUser, type User, type UserQuery } from '../../cognito/user.schema';

/** Reads users. */
@Injectable()
export class UsersService {
  constructor(
    private readonly cognito: Cognito,
    private readonly directory: UserDirectory,
  ) {}

  /**
   * A page of all users, or of those that match a filter.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
   */
  async list({ limit, cursor, filter }: UserQuery, signal?: AbortSignal): Promise<Page<User>> {
    const input = { Limit: limit, PaginationToken: cursor, Filter: filter };
    const answer = await this.cognito.send('ListUsers', input, { signal });
    return readPage(cognitoUser, answer.Users, answer.PaginationToken);
  }

  /**
   * One user, with the names of all its groups.
   *
   * @throws Problem `user_not_found`
   */
  async get(username: string, signal?: AbortSignal): Promise<User> {
    const user = await this.directory.find(username, signal);
    return { ...user, groups: await this.directory.groupNames(user.username, signal) };
  }
}
