import { Injectable, Logger } from '@nestjs/common';
import { changeAttributes, type AttributeWriter } from '../../cognito/attribute-changes';
import { toAttributeList } from '../../cognito/attributes';
import { Cognito } from '../../cognito/cognito';
import { UserDirectory } from '../../cognito/user.directory';
import type { AttributeChanges } from './user-bodies.schema';

/** Changes the attributes of a user, all or nothing. */
@Injectable()
export class UserAttributesService {
  readonly #logger = new Logger(UserAttributesService.name);

  constructor(
    private readonly cognito: Cognito,
    private readonly directory: UserDirectory,
  ) {}

  /** @throws Problem `user_not_found`, `alias_exists`, `invalid_parameter`, `not_allowed`, … */
  async update(username: string, changes: AttributeChanges): Promise<void> {
    const { clientMetadata } = changes;
    await changeAttributes(changes, {
      writer: this.#writer(username, clientMetadata),
      // The path may contain an alias that this change alters.
      find: async () => {
        const user = await this.directory.find(username);
        return { attributes: user.attributes, owner: this.#writer(user.username, clientMetadata) };
      },
      mayVerify: true,
      onUnrestored: (error) => this.#logger.error(`Attributes of a user were not restored: ${String(error)}`),
    });
  }

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html
   */
  #writer(Username: string, ClientMetadata: Record<string, string> | undefined): AttributeWriter<void> {
    return {
      write: async (attributes) => {
        const UserAttributes = toAttributeList(attributes);
        await this.cognito.send('AdminUpdateUserAttributes', { Username, UserAttributes, ClientMetadata });
      },
      remove: async (names) => {
        await this.cognito.send('AdminDeleteUserAttributes', { Username, UserAttributeNames: [...names] });
      },
    };
  }
}
