import { LRUCache } from 'lru-cache';
import type { KeyObject } from 'node:crypto';
import { Doorkeeper } from './doorkeeper.ts';
import type { VerifiedToken } from './token-verifier.ts';

/** A verified token with the value of the `Authorization` header that brought it. */
export interface CachedToken extends VerifiedToken {
  readonly header: string;
}

/** Estimated bytes of all entries together. */
const MAX_BYTES = 40 * 1024 * 1024;
/** Measured: the header, the claims parsed and frozen, and the principal take about twice the length of the header. */
const BYTES_PER_CHARACTER = 2;
const BYTES_PER_ENTRY = 800;
/** Number of trailing signature characters that form the lookup key. */
const KEY_LENGTH = 8;

/**
 * Verified tokens, so that a token that comes again needs no cryptography. Refused ones are never kept: a flood of
 * forgeries leaves the cache as it is. A token is kept when it comes for the second time: one that is used once takes no
 * memory. A number made of the end of the signature finds an entry, and then the whole header is compared: that costs a
 * fraction of hashing it. Tokens whose numbers collide evict each other; that is rare.
 */
export class TokenCache {
  readonly #doorkeeper = new Doorkeeper();
  readonly #tokens = new LRUCache<number, CachedToken>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ header }) => BYTES_PER_ENTRY + BYTES_PER_CHARACTER * header.length,
  });

  /**
   * The verified token in the value of an `Authorization` header, while it has not expired.
   *
   * @param header as it came: the same token in another spelling of the scheme is not found.
   */
  find(header: string): CachedToken | undefined {
    const entry = this.#tokens.get(cacheKey(header));
    return entry?.header === header && Date.now() / 1000 < entry.expiresAt ? entry : undefined;
  }

  /** How many are kept. */
  get size(): number {
    return this.#tokens.size;
  }

  /** Keeps a verified token that has come before. */
  offer(header: string, verified: VerifiedToken): void {
    const key = cacheKey(header);
    if (this.#doorkeeper.meet(key)) this.#tokens.set(key, { ...verified, header });
  }

  /** Forgets what was verified with keys that are no longer published. */
  forget(keys: ReadonlySet<KeyObject>): void {
    for (const [name, { key }] of this.#tokens.entries()) if (keys.has(key)) this.#tokens.delete(name);
  }
}

/** A number of 30 bits, the largest that V8 keeps unboxed. A header shorter than `KEY_LENGTH` has one as well. */
function cacheKey(header: string): number {
  let key = 0;
  for (let index = Math.max(0, header.length - KEY_LENGTH); index < header.length; index += 1) {
    key = Math.imul(key, 31) + header.charCodeAt(index);
  }
  return key & 0x3fffffff;
}
