import { Injectable, Logger } from '@nestjs/common';
import { toAttributeList } from '../../cognito/attributes';
import { UserPool } from '../../cognito/user-pool';
import { outcomeUnknown } from '../../cognito/outcome';
import { splitChanges } from '../../cognito/split-changes';
import { attributesBefore } from '../../cognito/attribute-changes';
import type { AttributeChanges } from './user-bodies.schema';
import { UserDirectory } from '../../cognito/user.directory';
import type { User } from '../../cognito/user.schema';

type Attributes = Readonly<Record<string, string>>;

/** Changes the attributes of a user, all or nothing. */
@Injectable()
export class UserAttributesService {
  private readonly logger = new Logger(UserAttributesService.name);

  constructor(
    private readonly pool: UserPool,
    private readonly directory: UserDirectory,
  ) {}

  /**
   * Writes and removes attributes. These are two actions of Cognito: where it refuses the second, what the first
   * changed is put back as far as Cognito lets us.
   *
   * @throws Problem `user_not_found`, `alias_exists`, `invalid_parameter`, `not_allowed`, …
   */
  async update(username: string, changes: AttributeChanges): Promise<void> {
    const { written, removed } = splitChanges(changes);
    if (removed.length === 0) return this.write(username, written);
    if (Object.keys(written).length === 0) return this.remove(username, removed);
    // The path may use an alias that the first action changes.
    const user = await this.directory.find(username);
    await this.write(user.username, written);
    try {
      await this.remove(user.username, removed);
    } catch (error) {
      if (!outcomeUnknown(error)) await this.restore(user, Object.keys(written));
      throw error;
    }
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html */
  private async write(username: string, attributes: Attributes): Promise<void> {
    const UserAttributes = toAttributeList(attributes);
    await this.pool.send('AdminUpdateUserAttributes', { Username: username, UserAttributes });
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html */
  private async remove(username: string, names: string[]): Promise<void> {
    await this.pool.send('AdminDeleteUserAttributes', { Username: username, UserAttributeNames: names });
  }

  private async restore(user: User, names: string[]): Promise<void> {
    const { values, absent } = attributesBefore(user.attributes, names);
    try {
      if (Object.keys(values).length > 0) await this.write(user.username, values);
      if (absent.length > 0) await this.remove(user.username, absent);
    } catch (error) {
      this.logger.error(`The attributes of ${user.sub} could not be put back: ${String(error)}`);
    }
  }
}
