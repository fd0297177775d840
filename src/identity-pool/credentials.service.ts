import { Injectable } from '@nestjs/common';
import { Authenticator, type Identity } from 'lifeguard-auth';
import { isProblem, Problem } from '../problems/problem';
import type { AwsCredentials, CredentialsRequest, GuestRequest } from './credentials.schemas';
import { IdentityPool } from './identity-pool.client';

/**
 * Returns temporary AWS credentials to people whose ID token belongs to their access token, and to guests.
 */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly pool: IdentityPool,
  ) {}

  /**
   * @throws Problem `forbidden` for another person's ID token, `role_not_allowed`; AWS is not called then
   */
  async forPerson(accessToken: string, { idToken, roleArn }: CredentialsRequest): Promise<AwsCredentials> {
    const { roles } = await this.#identityOf(accessToken, idToken);
    if (roleArn !== undefined && !roles.includes(roleArn)) {
      throw new Problem('role_not_allowed', 'The ID token does not list this role.');
    }
    return this.pool.credentials({ idToken, ...(roleArn !== undefined && { roleArn }) });
  }

  forGuest(request: GuestRequest): Promise<AwsCredentials> {
    return this.pool.credentials(request?.identityId === undefined ? {} : { identityId: request.identityId });
  }

  async #identityOf(accessToken: string, idToken: string): Promise<Identity> {
    const access = await this.authenticator.identifyToken(accessToken);
    try {
      return await this.authenticator.verifyIdToken(idToken, access);
    } catch (error) {
      // The caller is authenticated; only the ID token in the body is not theirs.
      if (isProblem(error) && error.code === 'identity_mismatch')
        throw new Problem('forbidden', error.detail);
      throw error;
    }
  }
}
