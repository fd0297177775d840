import { createHash } from 'node:crypto';
import { Injectable, Optional } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { LRUCache } from 'lru-cache';
import { EXCEPTIONS } from '../cognito/exceptions';
import { CognitoFailure } from '../cognito/failure';
import { problemOf } from '../cognito/not-authorized';
import { Problem } from '../problems/problem';

/**
 * Failures before Cognito locks a user, the first and the longest lock, and the time without a failure after which it
 * forgets them.
 */
const FREE_FAILURES = 5;
const FIRST_LOCK_MS = 1000;
const MAX_LOCK_MS = 15 * 60_000;
/** Number of usernames; each takes about 200 bytes. Set as `max`, the memory would be allocated at startup. */
const SIZE = { maxSize: 20_000, sizeCalculation: () => 1 };
/** How long a refusal waits for Redis to count it; after that this instance counts it. */
const ANSWER_MS = 250;

/** KEYS: the failures, the lock. ARGV: the free failures, the first and the longest lock. Answers 1 for a locked name. */
const COUNT = `
if redis.call('EXISTS', KEYS[2]) == 1 then return 1 end
local beyond = redis.call('INCR', KEYS[1]) - tonumber(ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if beyond >= 0 then
  local ms = math.min(tonumber(ARGV[2]) * 2 ^ math.min(beyond, 30), tonumber(ARGV[3]))
  redis.call('SET', KEYS[2], 1, 'PX', string.format('%d', ms))
end
return 0`;

interface Failures {
  count: number;
  lockedUntil: number;
}

/**
 * Cognito locks an existing user after five wrong passwords and reports it. In pools that reveal users
 * (PreventUserExistenceErrors off) a name without a user would never be locked, which would reveal the
 * same. The service therefore locks such names by the same rule: after n failures for 2^(n-5) seconds, 15
 * minutes at most. Attempts during a lock do not count. Instances count together where they share a store.
 *
 * @see
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
 */
@Injectable()
export class Lockout {
  readonly #unknown = new LRUCache<string, Failures>({ ...SIZE, ttl: MAX_LOCK_MS });

  constructor(@Optional() private readonly store?: SharedStore) {}

  /**
   * Makes an attempt with a password. Cognito is called whether or not the name is locked, so that both
   * take equally long.
   *
   * @throws Problem `rate_limited` for a locked name without a user, like Cognito for one with a user.
   */
  async attempt<Result>(username: string, send: () => Promise<Result>): Promise<Result> {
    try {
      return await send();
    } catch (error) {
      const cause = error instanceof Problem ? error.options.cause : undefined;
      if (!(cause instanceof CognitoFailure) || cause.exception !== 'UserNotFoundException') throw error;
      throw (await this.#isLocked(username)) ? problemOf(EXCEPTIONS.LimitExceeded, cause) : error;
    }
  }

  /**
   * Whether the name is locked; if not, this failure is counted, in the process if the store does not
   * respond.
   */
  async #isLocked(username: string): Promise<boolean> {
    // Cognito locks a user, whatever the spelling of the name.
    const name = createHash('sha256').update(username.toLowerCase()).digest('base64url');
    if (!this.store) return this.#isLockedHere(name);
    // One hash slot for both keys: a cluster runs a script on one node.
    const keys = [`lifeguard:{nobody:${name}}:failures`, `lifeguard:{nobody:${name}}:lock`];
    const rule = [FREE_FAILURES, FIRST_LOCK_MS, MAX_LOCK_MS];
    return this.store
      .run(async (redis) => (await redis.eval(COUNT, 2, ...keys, ...rule)) === 1, ANSWER_MS)
      .catch(() => this.#isLockedHere(name));
  }

  #isLockedHere(name: string): boolean {
    const now = Date.now();
    const failures = this.#unknown.get(name) ?? { count: 0, lockedUntil: 0 };
    if (failures.lockedUntil > now) return true;
    failures.count += 1;
    const beyond = failures.count - FREE_FAILURES;
    failures.lockedUntil = beyond < 0 ? 0 : now + Math.min(FIRST_LOCK_MS * 2 ** beyond, MAX_LOCK_MS);
    this.#unknown.set(name, failures);
    return false;
  }
}
