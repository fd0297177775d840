import { Inject, Injectable } from '@nestjs/common';
import { Cognito } from './cognito';
import { sdk } from './sdk';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { read } from './read';
import { cognitoUser, type User } from './user.schema';

/** Who is meant by a name. */
@Injectable()
export class UserDirectory {
  constructor(
    private readonly cognito: Cognito,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * The user that `username` stands for: a username, an alias or a `sub`, in whatever case. Whoever checks the user
   * and then acts uses the username answered here, so that what was checked is what is acted on.
   *
   * @throws Problem `user_not_found`
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
   */
  async find(username: string, signal?: AbortSignal): Promise<User> {
    const command = new sdk.AdminGetUserCommand({ UserPoolId: this.settings.userPoolId, Username: username });
    const answer = await this.cognito.send(command, { as: 'service', signal });
    return read(cognitoUser, { ...answer, Attributes: answer.UserAttributes });
  }
}
