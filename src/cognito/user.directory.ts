import { Injectable } from '@nestjs/common';
import { Cognito } from './cognito';
import { cognitoGroup } from './group.schema';
import { toFactors } from './mfa.schema';
import { MAX_PAGE_SIZE } from './page.schema';
import { everyPage } from './pages';
import { read, readPage, unreadable } from './response.reader';
import { cognitoUser, type User } from './user.schema';

/** Far above the quota of groups that one user may be in. */
const MAX_PAGES = 50;

/** Looks up users and their groups. */
@Injectable()
export class UserDirectory {
  constructor(private readonly cognito: Cognito) {}

  /**
   * Finds the user by username, alias or `sub`, in any letter case. Use the returned username for changes,
   * so that the checked user is the changed user.
   *
   * @throws Problem `user_not_found`
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
   */
  async find(username: string, signal?: AbortSignal): Promise<User> {
    const answer = await this.cognito.send('AdminGetUser', { Username: username }, { signal });
    const user = read(cognitoUser, { ...answer, Attributes: answer.UserAttributes });
    return { ...user, mfa: toFactors(answer) };
  }

  /**
   * The names of all the user's groups, in Cognito's order.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
   */
  async groupNames(username: string, signal?: AbortSignal): Promise<string[]> {
    const { items, complete } = await everyPage(MAX_PAGES, async (cursor) => {
      const input = { Username: username, Limit: MAX_PAGE_SIZE, NextToken: cursor };
      const answer = await this.cognito.send('AdminListGroupsForUser', input, { signal });
      return readPage(cognitoGroup, answer.Groups, answer.NextToken);
    });
    if (!complete) throw unreadable(`more than ${MAX_PAGES} pages of groups of one user`);
    return items.map(({ name }) => name);
  }
}
