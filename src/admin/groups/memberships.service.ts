import { Inject, Injectable } from '@nestjs/common';
import { type Principal, type Propagation, type Revocation, Revocations } from 'lifeguard-auth';
import { UserPool } from '../../cognito/user-pool';
import type { AccessSettings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
import { revokeAfter } from '../../revocation/revoke-after';
import { everyPage } from '../../cognito/pages';
import { cognitoGroup, type Group } from '../../cognito/group.schema';
import { refuseOwnAccount } from '../own-account';
import { LARGEST_PAGE, type Page, type PageRequest } from '../../cognito/page.schema';
import { readPage, unreadable } from '../../cognito/read';
import { UserDirectory } from '../../cognito/user.directory';

/** Far above the quota of groups that one user may be in. */
const MOST_PAGES = 50;

/** Which groups a user is in. A change ends the user's tokens: the next ones carry the groups as they are. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly pool: UserPool,
    private readonly directory: UserDirectory,
    private readonly revocations: Revocations,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  /**
   * A page of the user's groups.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
   */
  async list(username: string, { limit, cursor }: PageRequest, signal?: AbortSignal): Promise<Page<Group>> {
    const input = { Username: username, Limit: limit, NextToken: cursor };
    const answer = await this.pool.send('AdminListGroupsForUser', input, { signal });
    return readPage(cognitoGroup, answer.Groups, answer.NextToken);
  }

  /** The names of all the user's groups, in Cognito's order. */
  async namesOf(username: string, signal?: AbortSignal): Promise<string[]> {
    const { items, complete } = await everyPage(MOST_PAGES, (cursor) =>
      this.list(username, { limit: LARGEST_PAGE, cursor }, signal),
    );
    if (!complete) throw unreadable(`more than ${MOST_PAGES} pages of groups of one user`);
    return items.map(({ name }) => name);
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html */
  async add(username: string, group: string): Promise<Propagation> {
    const user = await this.directory.find(username);
    return revokeAfter(this.revocations, [groupsChanged(user.sub, group, true)], () =>
      this.join(user.username, group),
    );
  }

  /** Adds a user that has no tokens to end. */
  async join(username: string, group: string): Promise<void> {
    await this.pool.send('AdminAddUserToGroup', { Username: username, GroupName: group });
  }

  /**
   * @throws Problem `own_account` where an admin would leave the admin group.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html
   */
  async remove(username: string, group: string, caller: Principal): Promise<Propagation> {
    const user = await this.directory.find(username);
    if (group === this.settings.adminGroup) refuseOwnAccount(caller, user);
    return revokeAfter(this.revocations, [groupsChanged(user.sub, group, false)], () =>
      this.pool.send('AdminRemoveUserFromGroup', { Username: user.username, GroupName: group }),
    );
  }
}

/** Tokens that do not show the change of groups. */
const groupsChanged = (sub: string, group: string, member: boolean): Revocation => ({
  kind: 'user',
  sub,
  reason: 'groups',
  change: { group, member },
});
