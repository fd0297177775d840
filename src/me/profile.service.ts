import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Principal } from 'lifeguard-auth';
import { toAttributeList, toAttributes } from '../cognito/attributes';
import { Cognito } from '../cognito/cognito';
import { outcomeUnknown } from '../cognito/outcome';
import { assertSelfWritable } from '../self-service/writable-attributes';
import type { AccessSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { splitChanges } from '../cognito/split-changes';
import type { Changes, Me } from './me.schemas';
import { restoration } from './profile-changes';

type Attributes = Readonly<Record<string, string>>;

/** What a person may read and write of themselves, with their own access token. */
@Injectable()
export class ProfileService {
  private readonly logger = new Logger(ProfileService.name);

  constructor(
    private readonly cognito: Cognito,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
  async read(token: string, caller: Principal, gone?: AbortSignal): Promise<Me> {
    const user = await this.cognito.send('GetUser', { AccessToken: token }, { signal: gone });
    const attributes = toAttributes(user.UserAttributes);
    return {
      username: user.Username ?? '',
      sub: attributes['sub'] ?? caller.sub,
      attributes,
      mfaMethods: user.UserMFASettingList ?? [],
      ...(user.PreferredMfaSetting && { preferredMfa: user.PreferredMfaSetting }),
    };
  }

  /**
   * Writes and removes attributes: two actions of Cognito. Writing comes first, since it is what Cognito refuses for
   * its values; where the removal is refused after it, what was written is put back as far as Cognito lets us.
   *
   * @throws Problem `attribute_not_writable` before Cognito is asked; `alias_exists`, `invalid_parameter`, …
   */
  async change(token: string, caller: Principal, changes: Changes): Promise<void> {
    assertSelfWritable(Object.keys(changes.attributes), this.settings.selfWritableAttributes);
    const { written, removed } = splitChanges(changes);
    if (removed.length === 0) return this.write(token, written);
    if (Object.keys(written).length === 0) return this.remove(token, removed);
    const before = await this.read(token, caller);
    await this.write(token, written);
    try {
      await this.remove(token, removed);
    } catch (error) {
      if (!outcomeUnknown(error)) await this.restore(token, before, Object.keys(written));
      throw error;
    }
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
  private async write(token: string, attributes: Attributes): Promise<void> {
    const UserAttributes = toAttributeList(attributes);
    await this.cognito.send('UpdateUserAttributes', { AccessToken: token, UserAttributes });
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html */
  private async remove(token: string, names: string[]): Promise<void> {
    await this.cognito.send('DeleteUserAttributes', { AccessToken: token, UserAttributeNames: names });
  }

  // The refusal is what the caller is told of, whatever comes of this.
  private async restore(token: string, before: Me, names: string[]): Promise<void> {
    const { values, absent } = restoration(before.attributes, names);
    try {
      if (Object.keys(values).length > 0) await this.write(token, values);
      if (absent.length > 0) await this.remove(token, absent);
    } catch (error) {
      this.logger.error(`The attributes of ${before.sub} could not be put back: ${String(error)}`);
    }
  }
}
