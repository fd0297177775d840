import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { Problem } from '../problems/problem';

/** Pause after Cognito has denied AdminGetUser: no IAM rights, or no AWS credentials. */
const DENIED_PAUSE_MS = 60_000;
/**
 * Maximum number of concurrent lookups. Further ones are skipped; the next failure of the name tries again.
 */
const MAX_LOOKUPS = 20;

/** Resolution of a name: the `sub` of its user, `nobody`, or `unknown`. */
export type Resolution = { readonly sub: string } | 'nobody' | 'unknown';

/** Looks up the user of a username or alias in the user pool. */
@Injectable()
export class AccountResolver implements OnApplicationShutdown {
  readonly #logger = new Logger(AccountResolver.name);
  #lookups = 0;
  #deniedUntil = 0;
  #closed = false;

  constructor(private readonly cognito: Cognito) {}

  /**
   * Never throws: a lookup that fails is `unknown`.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
   */
  async resolve(username: string): Promise<Resolution> {
    if (this.#closed || this.#lookups >= MAX_LOOKUPS || Date.now() < this.#deniedUntil) return 'unknown';
    this.#lookups += 1;
    try {
      const user = await this.cognito.send('AdminGetUser', { Username: username });
      const sub = user.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? user.Username;
      return sub === undefined ? 'unknown' : { sub };
    } catch (error) {
      return this.#failed(error);
    } finally {
      this.#lookups -= 1;
    }
  }

  onApplicationShutdown(): void {
    this.#closed = true;
  }

  #failed(error: unknown): Resolution {
    const code = error instanceof Problem ? error.code : undefined;
    if (code === 'user_not_found') return 'nobody';
    if (code === 'cognito_denied') {
      this.#deniedUntil = Date.now() + DENIED_PAUSE_MS;
      this.#logger.warn('AdminGetUser is denied: failed sign-ins are counted by name and not by user');
    }
    return 'unknown';
  }
}
