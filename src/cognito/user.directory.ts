import { Injectable } from '@nestjs/common';
import { toFactors } from './mfa.schema';
import { read } from './read';
import { UserPool } from './user-pool';
import { cognitoUser, type User } from './user.schema';

/** Resolves a name to its user. */
@Injectable()
export class UserDirectory {
  constructor(private readonly pool: UserPool) {}

  /**
   * Finds the user by username, alias or `sub`, in any case. Act on the username that is returned, so that the user
   * that was checked is the user that is changed.
   *
   * @throws Problem `user_not_found`
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
   */
  async find(username: string, signal?: AbortSignal): Promise<User> {
    const answer = await this.pool.send('AdminGetUser', { Username: username }, { signal });
    const user = read(cognitoUser, { ...answer, Attributes: answer.UserAttributes });
    return { ...user, mfa: toFactors(answer) };
  }
}
