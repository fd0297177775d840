import { Injectable } from '@nestjs/common';
import { Cognito } from '../../cognito/cognito';
import { MAX_PAGE_SIZE, type Page, type PageRequest } from '../../cognito/page.schema';
import { everyPage } from '../../cognito/pages';
import { readPage } from '../../cognito/response.reader';
import { cognitoUser, type User } from '../../cognito/user.schema';

/** 12,000 members, so that the response time stays acceptable. */
const MAX_PAGES = 200;

/** The members of a group. */
@Injectable()
export class GroupMembersService {
  constructor(private readonly cognito: Cognito) {}

  /**
   * A page of the members.
   *
   * @throws Problem `not_found`
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
   */
  async list(group: string, { limit, cursor }: PageRequest, signal?: AbortSignal): Promise<Page<User>> {
    const input = { GroupName: group, Limit: limit, NextToken: cursor };
    const answer = await this.cognito.send('ListUsersInGroup', input, { signal });
    return readPage(cognitoUser, answer.Users, answer.NextToken);
  }

  /** The `sub` of every member, or of the first 12,000 of them. */
  async subs(group: string): Promise<string[]> {
    const { items } = await everyPage(MAX_PAGES, (cursor) =>
      this.list(group, { limit: MAX_PAGE_SIZE, cursor }),
    );
    return items.map(({ sub }) => sub);
  }
}
