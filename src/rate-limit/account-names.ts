import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Optional } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { LRUCache } from 'lru-cache';
import { AccountResolver } from './account-resolver';

/**
 * Number of names. Set as `maxSize`, the cache grows with its content; as `max`, its memory would be allocated at
 * startup.
 */
const SIZE = { maxSize: 100_000, sizeCalculation: () => 1 };
const USER_TTL_MS = 86_400_000;
/** A name without a user may be assigned to one later. */
const NOBODY_TTL_MS = 600_000;
/** Pause before a lookup that failed is tried again. */
const UNKNOWN_TTL_MS = 5000;
/**
 * Number of unresolved spellings of a name, differing in case, that are tried; further ones are resolved
 * first.
 */
const MAX_SPELLINGS = 2;
/** How long an attempt waits for the name to be resolved, and for Redis to return a known resolution. */
const RESOLVE_MS = 1000;
const ANSWER_MS = 250;

/**
 * Maps the names that callers use to accounts. Cognito signs in by username, `sub`, e-mail address and
 * phone number, and in a case-insensitive pool in any spelling of them; once resolved, all of these count
 * as one account. The spellings of a name without a user count as one account as well: otherwise the number of
 * admitted attempts would reveal who exists. Names and accounts are stored as hashes only.
 */
@Injectable()
export class AccountNames {
  /** Accounts by hash of the name. */
  readonly #accounts = new LRUCache<string, string>({ ...SIZE, ttl: USER_TTL_MS });
  readonly #spellings = new LRUCache<string, Set<string>>({ ...SIZE, ttl: NOBODY_TTL_MS });
  readonly #underWay = new Set<string>();

  constructor(
    private readonly resolver: AccountResolver,
    @Optional() private readonly store?: SharedStore,
  ) {}

  /** The account that attempts under a name are counted for: the name's own until it has been resolved. */
  async accountOf(username: string): Promise<string> {
    const name = hashed(`name:${username}`);
    const known = this.#accounts.get(name) ?? (await this.#shared(name));
    if (known !== undefined) return known;
    const folded = hashed(username.toLowerCase());
    const spellings = this.#spellings.get(folded) ?? new Set();
    if (spellings.has(name) || spellings.size < MAX_SPELLINGS) {
      this.#spellings.set(folded, spellings.add(name));
      return name;
    }
    return (
      (await Promise.race([this.#lookUp(username, name), sleep(RESOLVE_MS, undefined, { ref: false })])) ??
      name
    );
  }

  /** The account as known in this process, without any call. */
  knownAccountOf(username: string): string {
    const name = hashed(`name:${username}`);
    return this.#accounts.get(name) ?? name;
  }

  /** Takes back the count of `accountOf` after an attempt that did not fail. */
  forgive(username: string): void {
    this.#spellings.get(hashed(username.toLowerCase()))?.delete(hashed(`name:${username}`));
  }

  /**
   * Resolves a name after a failure, unless it is resolved or being resolved.
   *
   * @param onResolved gets the key under which failures were counted, and the key of the account.
   */
  async resolve(username: string, onResolved: (from: string, to: string) => Promise<void>): Promise<void> {
    const name = hashed(`name:${username}`);
    if (this.#accounts.has(name) || this.#underWay.has(name)) return;
    this.#underWay.add(name);
    const account = await this.#lookUp(username, name);
    this.#underWay.delete(name);
    if (account !== undefined && account !== name) await onResolved(name, account);
  }

  async #lookUp(username: string, name: string): Promise<string | undefined> {
    const found = await this.resolver.resolve(username);
    if (found === 'unknown') {
      this.#accounts.set(name, name, { ttl: UNKNOWN_TTL_MS });
      return undefined;
    }
    const [account, ttl] =
      found === 'nobody'
        ? [hashed(`nobody:${username.toLowerCase()}`), NOBODY_TTL_MS]
        : [hashed(`sub:${found.sub}`), USER_TTL_MS];
    this.#accounts.set(name, account, { ttl });
    await this.store
      ?.run((redis) => redis.set(keyOf(name), account, 'PX', ttl), ANSWER_MS)
      .catch(() => undefined);
    return account;
  }

  /** The resolution by another instance, if any. */
  async #shared(name: string): Promise<string | undefined> {
    if (!this.store) return undefined;
    const account = await this.store.run((redis) => redis.get(keyOf(name)), ANSWER_MS).catch(() => null);
    if (account !== null) this.#accounts.set(name, account, { ttl: NOBODY_TTL_MS });
    return account ?? undefined;
  }
}

const keyOf = (name: string): string => `lifeguard:account:${name}`;

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url');
