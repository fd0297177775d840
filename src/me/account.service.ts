import { Inject, Injectable } from '@nestjs/common';
import {
  type NamedReason,
  type Principal,
  type Propagation,
  type Revocation,
  Revocations,
  sessionOf,
} from 'lifeguard-auth';
import { Cognito } from '../cognito/cognito';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { revokeAfter } from '../revocation/revoke-after';
import type { PasswordChange, RevocationRequest } from './me.schemas';

/** What a person may do to their own account and sessions, with their own access token. */
@Injectable()
export class AccountService {
  constructor(
    private readonly cognito: Cognito,
    private readonly revocations: Revocations,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * Ends the session of a refresh token at Cognito, and the caller's own session here: the refresh token is opaque.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
   */
  revoke(caller: Principal, { refreshToken }: RevocationRequest): Promise<Propagation> {
    const { clientId } = caller;
    const ClientSecret = this.settings.clientSecrets.get(clientId);
    return revokeAfter(this.revocations, session(caller, 'revoked'), () =>
      this.cognito.send('RevokeToken', { Token: refreshToken, ClientId: clientId, ClientSecret }),
    );
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
  signOut(token: string, caller: Principal): Promise<Propagation> {
    return revokeAfter(this.revocations, everything(caller, 'sign-out'), () =>
      this.cognito.send('GlobalSignOut', { AccessToken: token }),
    );
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html */
  delete(token: string, caller: Principal): Promise<Propagation> {
    return revokeAfter(this.revocations, everything(caller, 'deleted'), () =>
      this.cognito.send('DeleteUser', { AccessToken: token }),
    );
  }

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
   * @throws Problem `not_allowed` for a wrong previous password; `invalid_password`, `rate_limited`, …
   */
  async changePassword(token: string, { previousPassword, proposedPassword }: PasswordChange): Promise<void> {
    await this.cognito.send('ChangePassword', {
      AccessToken: token,
      PreviousPassword: previousPassword,
      ProposedPassword: proposedPassword,
    });
  }
}

const session = (caller: Principal, reason: NamedReason): Revocation[] =>
  [sessionOf(caller, reason)].filter((one) => one !== undefined);

const everything = (caller: Principal, reason: NamedReason): Revocation[] => [
  { kind: 'user', sub: caller.sub, reason },
  ...session(caller, reason),
];
