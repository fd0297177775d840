import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { Inject, Injectable } from '@nestjs/common';
import { toAttributes } from '../cognito/attributes';
import { Cognito } from '../cognito/cognito';
import { problemsOf } from '../cognito/problems';
import type { AccessSettings, CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import type { ProblemCode } from '../problems/catalogue';
import { Problem } from '../problems/problem';
import { Locks } from '../store/locks';

/** The largest page of Cognito's lists. */
const PAGE = 60;
/** 12,000 members. */
const MAX_PAGES = 200;

/** Problems of a change that takes away admin rights, for `@Route({ problems })`. */
export const LAST_ADMIN_PROBLEMS: readonly ProblemCode[] = [
  ...problemsOf('AdminListGroupsForUser', 'ListUsersInGroup'),
  'own_account',
  'last_admin',
  'conflict',
];

/** The members of `ADMIN_GROUP`. Ensures that at least one enabled member remains. */
@Injectable()
export class AdminGroup {
  constructor(
    private readonly cognito: Cognito,
    private readonly locks: Locks,
    @Inject(SETTINGS.access) private readonly access: AccessSettings,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * Makes a change that takes away a user's rights. Such changes run one at a time.
   *
   * @throws Problem `last_admin` if the user is the last enabled member of the group.
   * @see
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
   */
  async unlessLast<Result>(sub: string, change: () => Promise<Result>): Promise<Result> {
    return this.locks.hold(`${this.settings.userPoolId}:admins`, async () => {
      if (await this.#isLast(sub)) {
        throw new Problem('last_admin', 'The user is the last enabled member of the admin group.');
      }
      return change();
    });
  }

  /**
   * Whether a user is in the group.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
   */
  async has(username: string): Promise<boolean> {
    return this.#somePage(
      async (NextToken) => {
        const input = { Username: username, Limit: PAGE, NextToken };
        const answer = await this.cognito.send('AdminListGroupsForUser', input);
        return { items: answer.Groups ?? [], next: answer.NextToken };
      },
      (groups) => groups.some(({ GroupName }) => GroupName === this.access.adminGroup),
    );
  }

  /** Whether the user is the only enabled member. */
  async #isLast(sub: string): Promise<boolean> {
    let isMember = false;
    const othersRemain = await this.#somePage(
      async (NextToken) => {
        const input = { GroupName: this.access.adminGroup, Limit: PAGE, NextToken };
        const answer = await this.cognito.send('ListUsersInGroup', input);
        return { items: answer.Users ?? [], next: answer.NextToken };
      },
      (members) => {
        const enabled = members.filter(({ Enabled }) => Enabled).map(subOf);
        isMember ||= enabled.includes(sub);
        return enabled.some((other) => other !== sub);
      },
    );
    return isMember && !othersRemain;
  }

  /** Whether `matches` is true for any page; pages are read one after the other. */
  async #somePage<Item>(
    read: (cursor: string | undefined) => Promise<{ items: Item[]; next: string | undefined }>,
    matches: (items: Item[]) => boolean,
  ): Promise<boolean> {
    let cursor: string | undefined;
    for (let count = 0; count < MAX_PAGES; count += 1) {
      const { items, next } = await read(cursor);
      if (matches(items)) return true;
      if (next === undefined || next === cursor) return false;
      cursor = next;
    }
    return false;
  }
}

const subOf = ({ Attributes }: UserType): string | undefined => toAttributes(Attributes)['sub'];
