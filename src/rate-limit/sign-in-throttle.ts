import { Inject, Injectable, Optional } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { CognitoFailure } from '../cognito/failure';
import type { LimitSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import type { ProblemCode } from '../problems/catalogue';
import { Problem } from '../problems/problem';
import { AccountNames } from './account-names';
import type { AttemptOutcome, AttemptStart, AttemptStore } from './attempt-store';
import { LocalAttemptStore } from './local-attempt.store';
import { Refusals } from './refusals';
import { SharedAttemptStore } from './shared-attempt.store';

/** Wrong guesses. `user_not_found` is one of them: unknown accounts are slowed down like any other. */
const FAILURES: ReadonlySet<ProblemCode> = new Set([
  'bad_credentials',
  'code_mismatch',
  'code_expired',
  'user_not_found',
]);

/**
 * Refusals by which Cognito itself locks an account. Throttling of the whole service says nothing about the
 * attempt.
 */
const LOCKED: ReadonlySet<string> = new Set(['NotAuthorizedException', 'TooManyFailedAttemptsException']);

export interface AttemptOptions<T> {
  /** Aborts when the caller disconnects. A caller who does not wait for the result has used up an attempt. */
  readonly gone?: AbortSignal;
  /** Whether a successful result is nevertheless a failed attempt. */
  readonly isFailure?: (result: T) => boolean;
}

/**
 * Slows down guessing of one account's passwords and codes (`ACCOUNT_RATE_LIMIT`). Each failure beyond the budget
 * doubles a delay during which Cognito is not called.
 */
@Injectable()
export class SignInThrottle {
  readonly #local: AttemptStore | undefined;
  readonly #shared: AttemptStore | undefined;

  constructor(
    @Inject(SETTINGS.limits) { account }: Pick<LimitSettings, 'account'>,
    private readonly names: AccountNames,
    private readonly refusals: Refusals,
    @Optional() store?: SharedStore,
  ) {
    if (!account) return;
    const limit = { budget: account.limit, windowMs: account.seconds * 1000 };
    this.#local = new LocalAttemptStore(limit);
    if (store) this.#shared = new SharedAttemptStore(limit, store);
  }

  /**
   * Makes one attempt for an account.
   *
   * @param username validated: its length bounds the work done here.
   * @throws Problem `rate_limited` during a delay, and whatever `action` throws.
   */
  async attempt<T>(username: string, action: () => Promise<T>, options: AttemptOptions<T> = {}): Promise<T> {
    if (!this.#local) return action();
    const [store, start] = await this.#start(this.#local, await this.names.accountOf(username));
    if (start.blockedMs > 0) {
      this.refusals.add('account');
      throw tooManyFailures(start.blockedMs);
    }
    let outcome: AttemptOutcome = 'inconclusive';
    try {
      const result = await action();
      outcome = options.isFailure?.(result) ? 'failed' : 'succeeded';
      return result;
    } catch (error) {
      if (options.gone?.aborted || isFailure(error)) outcome = 'failed';
      throw error;
    } finally {
      await this.#end(store, username, start, outcome);
    }
  }

  /** Falls back to this instance's own count while Redis does not respond. */
  async #start(local: AttemptStore, account: string): Promise<[AttemptStore, AttemptStart]> {
    try {
      if (this.#shared) return [this.#shared, await this.#shared.start(account)];
    } catch {
      // Counted locally below.
    }
    return [local, await local.start(account)];
  }

  /** If the store does not respond, the attempt remains counted as a failure. */
  async #end(
    store: AttemptStore,
    username: string,
    start: AttemptStart,
    outcome: AttemptOutcome,
  ): Promise<void> {
    const account = this.names.knownAccountOf(username);
    await store.end(account, start, outcome).catch(() => undefined);
    if (outcome !== 'failed') this.names.forgive(username);
    // Not awaited: the response time must not reveal whether the user exists.
    else void this.names.resolve(username, (from, to) => store.move(from, to)).catch(() => undefined);
  }
}

function isFailure(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  const { cause } = error.options;
  const isLocked =
    error.code === 'rate_limited' && cause instanceof CognitoFailure && LOCKED.has(cause.exception);
  return isLocked || FAILURES.has(error.code);
}

const tooManyFailures = (ms: number): Problem =>
  new Problem('rate_limited', 'Too many failed attempts for this account; try again later.', {
    retryAfter: Math.ceil(ms / 1000),
  });
