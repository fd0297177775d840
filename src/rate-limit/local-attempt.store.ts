import { LRUCache } from 'lru-cache';
import {
  delayAfterMs,
  type AttemptLimit,
  type AttemptOutcome,
  type AttemptStart,
  type AttemptStore,
} from './attempt-store';

/** Accounts kept within their budget, and as many beyond it. */
const MAX_ACCOUNTS = 100_000;

interface Account {
  failures: number;
  forgottenAt: number;
  blockedUntil: number;
  /** Failure count at the start of the attempt that set the block; 0 if a failure set it. */
  blockedBy: number;
}

/** Attempts in the memory of this process. */
export class LocalAttemptStore implements AttemptStore {
  readonly #within: LRUCache<string, Account>;
  /** A separate map, so that a flood of other names cannot evict an account that is being delayed. */
  readonly #beyond: LRUCache<string, Account>;

  constructor(
    private readonly limit: AttemptLimit,
    maxAccounts = MAX_ACCOUNTS,
  ) {
    const options = { maxSize: maxAccounts, sizeCalculation: () => 1 };
    this.#within = new LRUCache(options);
    this.#beyond = new LRUCache(options);
  }

  get size(): number {
    return this.#within.size + this.#beyond.size;
  }

  start(name: string): Promise<AttemptStart> {
    const now = Date.now();
    const known = this.#find(name);
    if (known && known.blockedUntil > now)
      return Promise.resolve({ failures: known.failures, blockedMs: known.blockedUntil - now });
    const account = this.#add(name, 1, now);
    this.#block(account, account.failures, now);
    return Promise.resolve({ failures: account.failures, blockedMs: 0 });
  }

  end(name: string, { failures }: AttemptStart, outcome: AttemptOutcome): Promise<void> {
    const account = this.#find(name);
    if (account && outcome === 'failed') this.#block(account, 0, Date.now());
    else if (account) {
      account.failures = Math.max(0, account.failures - 1);
      // Another attempt's block stays.
      if (account.blockedBy === failures) account.blockedUntil = 0;
    }
    return Promise.resolve();
  }

  move(from: string, to: string): Promise<void> {
    const known = this.#find(from);
    this.#within.delete(from);
    this.#beyond.delete(from);
    if (known && known.failures > 0) {
      const now = Date.now();
      this.#block(this.#add(to, known.failures, now), 0, now);
    }
    return Promise.resolve();
  }

  #find(name: string): Account | undefined {
    return this.#beyond.get(name) ?? this.#within.get(name);
  }

  #add(name: string, failures: number, now: number): Account {
    const known = this.#find(name);
    const account =
      known && known.forgottenAt > now
        ? known
        : { failures: 0, forgottenAt: now + this.limit.windowMs, blockedUntil: 0, blockedBy: 0 };
    account.failures += failures;
    const [place, other] =
      account.failures > this.limit.budget ? [this.#beyond, this.#within] : [this.#within, this.#beyond];
    place.set(name, account);
    other.delete(name);
    return account;
  }

  /** An account beyond the budget is remembered until a whole window after the delay. */
  #block(account: Account, blockedBy: number, now: number): void {
    const delay = delayAfterMs(account.failures, this.limit);
    if (delay === 0) return;
    account.blockedUntil = now + delay;
    account.blockedBy = blockedBy;
    account.forgottenAt = account.blockedUntil + this.limit.windowMs;
  }
}
