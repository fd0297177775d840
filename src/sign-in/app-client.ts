import { Inject, Injectable } from '@nestjs/common';
import { secretHash } from '../cognito/secret-hash';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';

/** The app client that people sign in with (`COGNITO_AUTH_CLIENT_ID`). */
@Injectable()
export class AppClient {
  readonly id: string;
  /** Only a confidential client has one. */
  readonly secret: string | undefined;
  readonly #propagatesAddress: boolean;

  constructor(@Inject(SETTINGS.cognito) settings: CognitoSettings) {
    this.id = settings.authClientId;
    this.secret = settings.clientSecrets.get(settings.authClientId);
    this.#propagatesAddress = settings.propagateClientAddress;
  }

  /** The SECRET_HASH for a username; undefined for a public client. */
  hash(username: string): string | undefined {
    return this.secret === undefined ? undefined : secretHash(this.secret, username, this.id);
  }

  /** The SECRET_HASH among the parameters of an authentication. */
  hashParameter(username: string | undefined): { SECRET_HASH?: string } {
    const hash = username === undefined ? undefined : this.hash(username);
    return hash === undefined ? {} : { SECRET_HASH: hash };
  }

  /**
   * The caller's address for Cognito's threat protection, where `PROPAGATE_CLIENT_ADDRESS` is on.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
   */
  context(address: string | undefined): { UserContextData?: { IpAddress: string } } {
    return this.#propagatesAddress && address !== undefined
      ? { UserContextData: { IpAddress: address } }
      : {};
  }

  /** The members that every unauthenticated action about a user has. */
  about(username: string, clientMetadata?: Readonly<Record<string, string>>, address?: string): AboutUser {
    return {
      ClientId: this.id,
      SecretHash: this.hash(username),
      Username: username,
      ClientMetadata: clientMetadata,
      ...this.context(address),
    };
  }
}

interface AboutUser {
  readonly ClientId: string;
  readonly SecretHash: string | undefined;
  readonly Username: string;
  readonly ClientMetadata: Record<string, string> | undefined;
  readonly UserContextData?: { IpAddress: string };
}
