import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { EXCEPTIONS } from '../cognito/exceptions';
import { CognitoFailure } from '../cognito/failure';
import { problemOf } from '../cognito/not-authorized';
import { Problem } from '../problems/problem';

/** Failures before Cognito locks a user, the longest lock, and after how long without a failure it forgets. */
const FREE_FAILURES = 5;
const MAX_LOCK_MS = 15 * 60_000;
/** Usernames that are remembered; each takes some 200 bytes. */
const MAX_NAMES = 20_000;

interface Failures {
  count: number;
  lockedUntil: number;
}

/**
 * Cognito locks a user who exists after five wrong passwords, and says so. In pools that tell who exists
 * (PreventUserExistenceErrors off) a name without a user would never be locked, which tells as much. Here such names
 * are locked by the same rule: after n failures for 2^(n-5) seconds, 15 minutes at most. Attempts during a lock do not
 * count.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
 */
@Injectable()
export class Lockout {
  readonly #unknown = new LRUCache<string, Failures>({ max: MAX_NAMES, ttl: MAX_LOCK_MS });

  /**
   * Makes an attempt with a password. Cognito is called whether or not the name is locked, so that both take as long.
   *
   * @throws Problem `rate_limited` for a name without a user that is locked, as Cognito does for one with a user.
   */
  async attempt<Result>(username: string, send: () => Promise<Result>): Promise<Result> {
    try {
      return await send();
    } catch (error) {
      const cause = error instanceof Problem ? error.options.cause : undefined;
      if (!(cause instanceof CognitoFailure) || cause.exception !== 'UserNotFoundException') throw error;
      throw this.#isLocked(username) ? problemOf(EXCEPTIONS.LimitExceeded, cause) : error;
    }
  }

  /** Whether the name is locked; if not, this failure is counted. */
  #isLocked(username: string): boolean {
    const now = Date.now();
    const failures = this.#unknown.get(username) ?? { count: 0, lockedUntil: 0 };
    if (failures.lockedUntil > now) return true;
    failures.count += 1;
    const lockMs = failures.count < FREE_FAILURES ? 0 : 1000 * 2 ** (failures.count - FREE_FAILURES);
    failures.lockedUntil = now + Math.min(lockMs, MAX_LOCK_MS);
    this.#unknown.set(username, failures);
    return false;
  }
}
