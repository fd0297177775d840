import { Inject, Injectable, Optional } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { ProblemCode } from '../problems/catalogue';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { SharedStore } from 'lifeguard-auth/redis';
import type { GuessBegun, GuessLedger, GuessOutcome } from './guess-ledger';
import { LocalGuessLedger } from './local-guess-ledger';
import { Refusals } from './refusals';
import { SharedGuessLedger } from './shared-guess-ledger';

/**
 * Answers to a guess that was wrong. Those to an account that does not exist are among them: it is slowed down like
 * any other.
 */
const WRONG: ReadonlySet<ProblemCode> = new Set([
  'bad_credentials',
  'code_mismatch',
  'code_expired',
  'user_not_found',
]);

/**
 * Slows down guessing at one account (`ACCOUNT_RATE_LIMIT`): beyond a budget of failures each further one is followed
 * by a delay that doubles, during which Cognito is not asked. An account is known by the hash of its name.
 */
@Injectable()
export class Guessing {
  readonly #local: GuessLedger | undefined;
  readonly #shared: GuessLedger | undefined;

  constructor(
    @Inject(SETTINGS) { accountRateLimit }: Settings,
    @Optional() store?: SharedStore,
    @Optional() private readonly refusals?: Refusals,
  ) {
    if (!accountRateLimit) return;
    const limit = { budget: accountRateLimit.limit, windowMs: accountRateLimit.seconds * 1000 };
    this.#local = new LocalGuessLedger(limit);
    if (store) this.#shared = new SharedGuessLedger(limit, store);
  }

  /**
   * Carries out an attempt at an account.
   *
   * @param proves whether what the action resolved to shows that the account is the caller's; a challenge does not.
   * @throws Problem `rate_limited` during a delay; and what the action threw.
   */
  async attempt<T>(
    account: string,
    action: () => Promise<T>,
    proves: (result: T) => boolean = () => true,
  ): Promise<T> {
    if (!this.#local) return action();
    const name = hashed(account);
    const [ledger, begun] = await this.#begin(this.#local, name);
    if (begun.blockedMs > 0) {
      this.refusals?.add('account');
      throw tooMany(begun.blockedMs);
    }
    let outcome: GuessOutcome = 'neither';
    try {
      const result = await action();
      if (proves(result)) outcome = 'proved';
      return result;
    } catch (error) {
      if (error instanceof Problem && WRONG.has(error.code)) outcome = 'failed';
      throw error;
    } finally {
      // What could not be told to a store that is gone stays as it was begun: as a failure.
      await ledger.end(name, begun, outcome).catch(() => undefined);
    }
  }

  /** Here, when the store does not answer. */
  async #begin(local: GuessLedger, name: string): Promise<[GuessLedger, GuessBegun]> {
    try {
      if (this.#shared) return [this.#shared, await this.#shared.begin(name)];
    } catch {
      // The instances count each by itself until it is back.
    }
    return [local, await local.begin(name)];
  }
}

/** Names that a pool may take for the same one are the same here. */
const hashed = (account: string): string =>
  createHash('sha256').update(account.normalize('NFKC').toLowerCase()).digest('base64url');

const tooMany = (ms: number): Problem =>
  new Problem('rate_limited', 'Too many failed attempts at this account; try again later.', {
    retryAfter: Math.ceil(ms / 1000),
  });
