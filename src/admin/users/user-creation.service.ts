import type { DeliveryMediumType } from '@aws-sdk/client-cognito-identity-provider';
import { Injectable, Logger } from '@nestjs/common';
import { toAttributeList } from '../../cognito/attributes';
import { Cognito } from '../../cognito/cognito';
import { read } from '../../cognito/response.reader';
import { UserDirectory } from '../../cognito/user.directory';
import { cognitoUser, type User } from '../../cognito/user.schema';
import { call, TokenRevoker } from '../../revocation/token-revoker';
import { GroupsService } from '../groups/groups.service';
import { MembershipsService } from '../groups/memberships.service';
import type { NewUser, WithClientMetadata } from './user-bodies.schema';

/** Creates users, all or nothing. */
@Injectable()
export class UserCreationService {
  readonly #logger = new Logger(UserCreationService.name);

  constructor(
    private readonly cognito: Cognito,
    private readonly groups: GroupsService,
    private readonly memberships: MembershipsService,
    private readonly tokens: TokenRevoker,
    private readonly directory: UserDirectory,
  ) {}

  /**
   * Creates a user and adds them to groups. The groups are looked up first, so that a wrong name creates
   * nothing. If the user cannot be added to one of them, the user is deleted again.
   *
   * @throws Problem `not_found` for a group, `username_exists`, `alias_exists`, `invalid_password`, …
   */
  async create(body: NewUser): Promise<User> {
    const groups = [...new Set(body.groups)];
    for (const group of groups) await this.groups.get(group);
    const user = await this.#createUser(body);
    try {
      for (const group of groups) await this.memberships.addNew(user.username, group);
    } catch (error) {
      await this.#withdraw(user);
      throw error;
    }
    return { ...user, groups };
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html */
  async #createUser(body: NewUser): Promise<User> {
    const { User: answered } = await this.cognito.send('AdminCreateUser', {
      Username: body.username,
      UserAttributes: toAttributeList(body.attributes ?? {}),
      TemporaryPassword: body.temporaryPassword,
      ClientMetadata: body.clientMetadata,
      ...(body.sendInvitation
        ? { DesiredDeliveryMediums: invitationBy(body) }
        : { MessageAction: 'SUPPRESS' }),
    });
    return read(cognitoUser, answered);
  }

  /**
   * Resends the invitation. The user is looked up first, because Cognito would create a user for an unknown
   * name.
   *
   * @throws Problem `user_not_found`; `user_state` for a user who has already signed in.
   * @see
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
   */
  async inviteAgain(username: string, { clientMetadata }: WithClientMetadata): Promise<void> {
    const user = await this.directory.find(username);
    await this.cognito.send('AdminCreateUser', {
      Username: user.username,
      MessageAction: 'RESEND',
      DesiredDeliveryMediums: invitationBy(user),
      ClientMetadata: clientMetadata,
    });
  }

  async #withdraw(user: User): Promise<void> {
    const deletion = call('AdminDeleteUser', { Username: user.username });
    await this.tokens.endNothing(deletion).catch((error: unknown) => {
      this.#logger.error(`The incomplete user ${user.sub} could not be deleted: ${String(error)}`);
    });
  }
}

/** Cognito's default is SMS, even for a user who has only an e-mail address. */
function invitationBy({
  username,
  attributes = {},
}: Pick<NewUser, 'username' | 'attributes'>): DeliveryMediumType[] | undefined {
  if (attributes.email) return ['EMAIL'];
  if (attributes.phone_number) return ['SMS'];
  return username.includes('@') ? ['EMAIL'] : undefined;
}
