import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from 'lifeguard-auth';
import { Cognito } from '../../cognito/cognito';
import { cognitoGroup, type Group } from '../../cognito/group.schema';
import type { Page, PageRequest } from '../../cognito/page.schema';
import { readPage } from '../../cognito/response.reader';
import type { AccessSettings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
import { call, TokenRevoker, type Ended } from '../../revocation/token-revoker';
import { UserChanges } from '../user-changes';

/** The groups of a user. A change revokes the user's tokens, so that new ones carry the current groups. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly cognito: Cognito,
    private readonly changes: UserChanges,
    private readonly tokens: TokenRevoker,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  /**
   * A page of the user's groups.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
   */
  async list(username: string, { limit, cursor }: PageRequest, signal?: AbortSignal): Promise<Page<Group>> {
    const input = { Username: username, Limit: limit, NextToken: cursor };
    const answer = await this.cognito.send('AdminListGroupsForUser', input, { signal });
    return readPage(cognitoGroup, answer.Groups, answer.NextToken);
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html */
  add(username: string, group: string, caller: Principal): Promise<Ended> {
    return this.changes.end({
      username,
      caller,
      because: { group, member: true },
      calls: (user) => [call('AdminAddUserToGroup', { Username: user.username, GroupName: group })],
    });
  }

  /** Adds a newly created user, who has no tokens yet. */
  addNew(username: string, group: string): Promise<void> {
    return this.tokens.endNothing(call('AdminAddUserToGroup', { Username: username, GroupName: group }));
  }

  /**
   * @throws Problem `own_account` if an admin would leave the admin group, `last_admin` if the group would
   * have no enabled member.
   * @see
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html
   */
  remove(username: string, group: string, caller: Principal): Promise<Ended> {
    return this.changes.end({
      username,
      caller,
      because: { group, member: false },
      endsAdmin: group === this.settings.adminGroup ? 'always' : undefined,
      calls: (user) => [call('AdminRemoveUserFromGroup', { Username: user.username, GroupName: group })],
    });
  }
}
