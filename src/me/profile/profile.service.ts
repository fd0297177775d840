import { Inject, Injectable, Logger } from '@nestjs/common';
import { changeAttributes, type AttributeWriter } from '../../cognito/attribute-changes';
import { toAttributeList, toAttributes } from '../../cognito/attributes';
import { toCodeDelivery, type CodeDelivery } from '../../cognito/code-delivery.schema';
import type { AccessSettings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
import { assertSelfWritable } from '../../self-service/writable-attributes';
import { SelfCalls } from '../self-calls';
import type { Self } from '../self.decorator';
import type { Changes, Me } from './profile.schemas';

/** The caller's own attributes. */
@Injectable()
export class ProfileService {
  readonly #logger = new Logger(ProfileService.name);

  constructor(
    private readonly calls: SelfCalls,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
  async read(self: Self, signal?: AbortSignal): Promise<Me> {
    const user = await this.calls.send('GetUser', self, {}, { signal });
    const attributes = toAttributes(user.UserAttributes);
    return {
      username: user.Username ?? '',
      sub: attributes['sub'] ?? self.principal.sub,
      attributes,
      mfaMethods: user.UserMFASettingList ?? [],
      ...(user.PreferredMfaSetting && { preferredMfa: user.PreferredMfaSetting }),
    };
  }

  /**
   * Writes and removes attributes, all or nothing.
   *
   * @returns the destinations of the verification codes that Cognito sent.
   * @throws Problem `attribute_not_writable` before any call to Cognito; `alias_exists`,
   * `invalid_parameter`, …
   */
  async change(self: Self, changes: Changes): Promise<CodeDelivery[]> {
    assertSelfWritable(Object.keys(changes.attributes), this.settings.selfWritableAttributes);
    const writer = this.#writer(self);
    const codes = await changeAttributes(changes, {
      writer,
      find: async () => ({ attributes: (await this.read(self)).attributes, owner: writer }),
      mayVerify: false,
      onUnrestored: (error) => this.#logger.error(`Attributes of a user were not restored: ${String(error)}`),
    });
    return codes ?? [];
  }

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
   */
  #writer(self: Self): AttributeWriter<CodeDelivery[]> {
    return {
      write: async (attributes) => {
        const UserAttributes = toAttributeList(attributes);
        const answer = await this.calls.send('UpdateUserAttributes', self, { UserAttributes });
        return (answer.CodeDeliveryDetailsList ?? []).map((details) => toCodeDelivery(details));
      },
      remove: async (names) => {
        await this.calls.send('DeleteUserAttributes', self, { UserAttributeNames: [...names] });
      },
    };
  }
}
