import { LRUCache } from 'lru-cache';
import {
  delayAfterMs,
  type GuessBegun,
  type GuessLedger,
  type GuessLimit,
  type GuessOutcome,
} from './guess-ledger';

/** Beyond it the account that was tried least recently is forgotten. */
const MAXIMUM_ACCOUNTS = 100_000;

interface Account {
  failures: number;
  forgottenAt: number;
  blockedUntil: number;
}

/** Attempts in the memory of this process. */
export class LocalGuessLedger implements GuessLedger {
  readonly #accounts: LRUCache<string, Account>;

  constructor(
    private readonly limit: GuessLimit,
    maximumAccounts = MAXIMUM_ACCOUNTS,
  ) {
    this.#accounts = new LRUCache({ maxSize: maximumAccounts, sizeCalculation: () => 1 });
  }

  get size(): number {
    return this.#accounts.size;
  }

  begin(name: string): Promise<GuessBegun> {
    const now = Date.now();
    const known = this.#accounts.get(name);
    if (known && known.blockedUntil > now)
      return Promise.resolve({ failures: known.failures, blockedMs: known.blockedUntil - now });
    const account = known && known.forgottenAt > now ? known : this.#add(name, now);
    account.failures += 1;
    this.#block(account, now);
    return Promise.resolve({ failures: account.failures, blockedMs: 0 });
  }

  end(name: string, begun: GuessBegun, outcome: GuessOutcome): Promise<void> {
    const account = this.#accounts.get(name);
    if (outcome === 'proved') this.#accounts.delete(name);
    else if (account && outcome === 'failed') this.#block(account, Date.now());
    else if (account) {
      account.failures = Math.max(0, account.failures - 1);
      if (begun.failures > this.limit.budget) account.blockedUntil = 0;
    }
    return Promise.resolve();
  }

  #add(name: string, now: number): Account {
    const account = { failures: 0, forgottenAt: now + this.limit.windowMs, blockedUntil: 0 };
    this.#accounts.set(name, account);
    return account;
  }

  /** What is beyond the budget is remembered until a whole window after the delay. */
  #block(account: Account, now: number): void {
    const delay = delayAfterMs(account.failures, this.limit);
    if (delay === 0) return;
    account.blockedUntil = now + delay;
    account.forgottenAt = account.blockedUntil + this.limit.windowMs;
  }
}
