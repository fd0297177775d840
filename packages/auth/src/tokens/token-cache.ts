import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Doorkeeper } from './doorkeeper.ts';
import type { VerifiedToken } from './token-verifier.ts';

/** Maximum size of all entries together, in estimated bytes. */
const MAX_BYTES = 40 * 1024 * 1024;
/** Up to this size a token is cached when it is seen for the first time. The rest is for tokens that come again. */
const FIRST_SIGHT_BYTES = 0.75 * MAX_BYTES;
/**
 * Measured: the header, the parsed and frozen claims, and the principal take about twice the length of the header.
 */
const BYTES_PER_CHARACTER = 2;
const BYTES_PER_ENTRY = 800;
/** With a maximum number of entries, the LRU cache keeps its order in arrays of a fixed size. */
const MAX_TOKENS = 32_768;
/** Number of trailing signature characters that form the lookup key. */
const KEY_LENGTH = 8;

/**
 * Verified tokens, so that a repeated token needs no cryptography.
 *
 * Refused tokens are never cached, so a flood of forged ones evicts nothing. Once three quarters of the cache are
 * full, a token is cached only when it is seen for the second time: a token that is used once then evicts nothing,
 * and costs neither memory nor garbage collection.
 *
 * The lookup key is a number computed from the end of the signature; then the whole header is compared, which
 * is far cheaper than hashing it. Tokens whose keys collide evict each other; that is rare.
 */
export class TokenCache {
  readonly #doorkeeper = new Doorkeeper();
  readonly #tokens = new LRUCache<number, VerifiedToken>({
    max: MAX_TOKENS,
    maxSize: MAX_BYTES,
    sizeCalculation: bytesOf,
  });

  /**
   * The verified token in the value of an `Authorization` header; undefined if it is not cached or has
   * expired.
   *
   * @param header as received: the same token with the scheme spelled differently is not found.
   */
  find(header: string): VerifiedToken | undefined {
    const entry = this.#tokens.get(cacheKey(header));
    return entry?.header === header && Date.now() / 1000 < entry.expiresAt ? entry : undefined;
  }

  /** Number of cached tokens. */
  get size(): number {
    return this.#tokens.size;
  }

  /** Caches a verified token if three quarters of the cache are not full yet, or if it was offered before. */
  offer(header: string, verified: VerifiedToken): void {
    const key = cacheKey(header);
    verified.header = header;
    const hasRoom = this.#tokens.calculatedSize + bytesOf(verified) <= FIRST_SIGHT_BYTES;
    if (hasRoom || this.#doorkeeper.hasOrAdd(key)) this.#tokens.set(key, verified);
  }

  /** Removes the tokens of keys that are no longer published. */
  forget(keys: ReadonlySet<KeyObject>): void {
    for (const [name, { key }] of this.#tokens.entries()) if (keys.has(key)) this.#tokens.delete(name);
  }
}

function bytesOf({ header = '' }: VerifiedToken): number {
  return BYTES_PER_ENTRY + BYTES_PER_CHARACTER * header.length;
}

/** A number of 30 bits, the largest that V8 keeps unboxed. It works for headers shorter than `KEY_LENGTH`, too. */
function cacheKey(header: string): number {
  let key = 0;
  for (let index = Math.max(0, header.length - KEY_LENGTH); index < header.length; index += 1) {
    key = Math.imul(key, 31) + header.charCodeAt(index);
  }
  return key & 0x3fffffff;
}
