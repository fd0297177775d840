import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';
import { Inject, Injectable } from '@nestjs/common';
import type { UserRevocation } from 'lifeguard-auth';
import { Cognito } from '../../cognito/cognito';
import { cognitoGroup, type Group, type GroupChanges, type NewGroup } from '../../cognito/group.schema';
import type { Page, PageRequest } from '../../cognito/page.schema';
import { read, readPage } from '../../cognito/response.reader';
import type { AccessSettings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
import { Problem } from '../../problems/problem';
import { call, TokenRevoker, type Ended } from '../../revocation/token-revoker';
import { GroupMembersService } from './group-members.service';

/**
 * The groups of the pool.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
@Injectable()
export class GroupsService {
  constructor(
    private readonly cognito: Cognito,
    private readonly members: GroupMembersService,
    private readonly tokens: TokenRevoker,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  async list({ limit, cursor }: PageRequest, signal?: AbortSignal): Promise<Page<Group>> {
    const answer = await this.cognito.send('ListGroups', { Limit: limit, NextToken: cursor }, { signal });
    return readPage(cognitoGroup, answer.Groups, answer.NextToken);
  }

  /** @throws Problem `not_found` */
  async get(name: string, signal?: AbortSignal): Promise<Group> {
    return read(cognitoGroup, await this.#find(name, signal));
  }

  /** @throws Problem `group_exists` */
  async create({ name, description, precedence }: NewGroup): Promise<Group> {
    const input = { GroupName: name, Description: description, Precedence: precedence };
    return read(cognitoGroup, (await this.cognito.send('CreateGroup', input)).Group);
  }

  /**
   * Changes the given members. UpdateGroup may reset an omitted member to its default, so the others are
   * sent unchanged, including the IAM role, which is not part of our Group.
   *
   * @throws Problem `not_found`
   */
  async update(name: string, { description, precedence }: GroupChanges): Promise<Group> {
    const before = await this.#find(name);
    const updated = await this.cognito.send('UpdateGroup', {
      GroupName: name,
      Description: description ?? before?.Description,
      Precedence: precedence ?? before?.Precedence,
      RoleArn: before?.RoleArn,
    });
    return read(cognitoGroup, updated.Group);
  }

  /**
   * Deletes a group and revokes the tokens of its members. They are listed first, because that is
   * impossible afterwards. The revocation of the group itself covers members who join in between, and those
   * beyond the list of `subs`.
   *
   * @throws Problem `admin_group`, `not_found`
   */
  async remove(name: string): Promise<Ended> {
    if (name === this.settings.adminGroup) {
      throw new Problem('admin_group', 'Without this group nobody could manage users.');
    }
    const change = { group: name, member: false };
    const leavers = (await this.members.subs(name)).map((sub): UserRevocation => ({
      kind: 'user',
      sub,
      reason: 'groups',
      change,
    }));
    return this.tokens.end([{ kind: 'group', name }, ...leavers], call('DeleteGroup', { GroupName: name }));
  }

  async #find(name: string, signal?: AbortSignal): Promise<GroupType | undefined> {
    return (await this.cognito.send('GetGroup', { GroupName: name }, { signal })).Group;
  }
}
