import { Injectable } from '@nestjs/common';
import type { Revocation } from 'lifeguard-auth';
import { UserDirectory } from '../../cognito/user.directory';
import { TokenRevoker, type Ended } from '../../revocation/token-revoker';
import type { NewRevocation } from './revocations.schemas';

/** Revocations for changes that were made outside this service. */
@Injectable()
export class RevocationsService {
  constructor(
    private readonly directory: UserDirectory,
    private readonly tokens: TokenRevoker,
  ) {}

  /**
   * @throws Problem `user_not_found` for an unknown `username`.
   */
  async revoke(body: NewRevocation): Promise<Ended> {
    return this.tokens.record([await this.#toRevocation(body)]);
  }

  async #toRevocation({ username, sub, originJti, group }: NewRevocation): Promise<Revocation> {
    if (originJti !== undefined) return { kind: 'session', originJti, reason: 'revoked' };
    if (group !== undefined) return { kind: 'group', name: group };
    const ofUser = sub ?? (await this.directory.find(username ?? '')).sub;
    return { kind: 'user', sub: ofUser, reason: 'revoked' };
  }
}
