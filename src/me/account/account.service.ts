import { Inject, Injectable } from '@nestjs/common';
import { sessionOf, type NamedReason, type Principal, type Revocation } from 'lifeguard-auth';
import { AdminGroup } from '../../admin-group/admin-group';
import type { AccessSettings, CognitoSettings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
import { call, type Ended } from '../../revocation/token-revoker';
import { SelfCalls } from '../self-calls';
import type { Self } from '../self.decorator';
import type { PasswordChange, RevocationRequest } from './account.schemas';

/** The caller's own account and sessions. */
@Injectable()
export class AccountService {
  constructor(
    private readonly calls: SelfCalls,
    private readonly admins: AdminGroup,
    @Inject(SETTINGS.access) private readonly access: AccessSettings,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * Ends the session of a refresh token at Cognito, and the caller's own session here. They can differ,
   * because a refresh token is opaque.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
   */
  revoke(self: Self, { refreshToken }: RevocationRequest): Promise<Ended> {
    const { clientId } = self.principal;
    const ClientSecret = this.settings.clientSecrets.get(clientId);
    const revocation = call('RevokeToken', { Token: refreshToken, ClientId: clientId, ClientSecret });
    return this.calls.end(self, sessionAlone(self.principal), revocation);
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
  signOut(self: Self): Promise<Ended> {
    return this.calls.end(self, everything(self.principal, 'sign-out'), call('GlobalSignOut', own(self)));
  }

  /**
   * @throws Problem `last_admin` for the last enabled member of the admin group.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
   */
  delete(self: Self): Promise<Ended> {
    const { principal } = self;
    const deletion = () =>
      this.calls.end(self, everything(principal, 'deleted'), call('DeleteUser', own(self)));
    const isAdmin = principal.groups.includes(this.access.adminGroup);
    return isAdmin ? this.admins.unlessLast(principal.sub, deletion) : deletion();
  }

  /**
   * @throws Problem `not_allowed` for a wrong previous password; `invalid_password`, `rate_limited`, …
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
   */
  async changePassword(self: Self, { previousPassword, proposedPassword }: PasswordChange): Promise<void> {
    const input = { PreviousPassword: previousPassword, ProposedPassword: proposedPassword };
    await this.calls.send('ChangePassword', self, input);
  }
}

const own = ({ token }: Self) => ({ AccessToken: token });

/** A token without a session and an id can only be revoked together with every token of the user. */
const sessionAlone = (principal: Principal): [Revocation] => [
  sessionOf(principal, 'revoked') ?? { kind: 'user', sub: principal.sub, reason: 'revoked' },
];

function everything(principal: Principal, reason: NamedReason): [Revocation, ...Revocation[]] {
  const session = sessionOf(principal, reason);
  return [{ kind: 'user', sub: principal.sub, reason }, ...(session ? [session] : [])];
}
