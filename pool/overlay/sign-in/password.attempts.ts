import { CognitoError } from 'cognito-local/lib/errors';
import { refusal } from '../request.reader';
import { INCORRECT } from './user.status';

/** Number of failures before the first lock, and the maximum duration of a lock. */
const FREE_FAILURES = 5;
const MAX_LOCK_MS = 15 * 60_000;

interface Failures {
  readonly count: number;
  readonly lockedUntil: number;
}

/**
 * Counts the wrong passwords of a user. From the fifth on, the n-th locks the user for 2^(n-5) seconds.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html (lockout behavior)
 */
export class PasswordAttempts {
  readonly #failures = new Map<string, Failures>();

  /**
   * Makes an attempt with a password or the proof of one.
   *
   * @throws NotAuthorizedException during a lock, even if the password is right
   */
  async make<Result>(username: string, attempt: () => Promise<Result>): Promise<Result> {
    const { count, lockedUntil } = this.#failures.get(username) ?? { count: 0, lockedUntil: 0 };
    if (Date.now() < lockedUntil) throw refusal('NotAuthorizedException', 'Password attempts exceeded');
    try {
      const result = await attempt();
      this.#failures.delete(username);
      return result;
    } catch (error) {
      if (error instanceof CognitoError && error.message.includes(INCORRECT)) this.#fail(username, count + 1);
      throw error;
    }
  }

  #fail(username: string, count: number): void {
    const lockMs = count < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES), MAX_LOCK_MS);
    this.#failures.set(username, { count, lockedUntil: Date.now() + lockMs });
  }
}
