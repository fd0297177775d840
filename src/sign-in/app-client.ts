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

  constructor(@Inject(SETTINGS.cognito) { authClientId, clientSecrets }: CognitoSettings) {
    this.id = authClientId;
    this.secret = clientSecrets.get(authClientId);
  }

  /** The SECRET_HASH for a username; undefined for a public client. */
  hash(username: string): string | undefined {
    return this.secret === undefined ? undefined : secretHash(this.secret, username, this.id);
  }

  /** The same, as it goes among the parameters of an authentication. */
  hashParameter(username: string | undefined): { SECRET_HASH?: string } {
    const hash = username === undefined ? undefined : this.hash(username);
    return hash === undefined ? {} : { SECRET_HASH: hash };
  }
}
