import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Doorkeeper } from './doorkeeper.ts';
import type { VerifiedToken } from './token-verifier.ts';

/** Estimated bytes of all entries together. */
const MAX_BYTES = 40 * 1024 * 1024;
/** Measured: the header, the claims parsed and frozen, and the principal take about twice the length of the header. */
const BYTES_PER_CHARACTER = 2;
const BYTES_PER_ENTRY = 800;
/** A bound of their number makes the cache keep its order in arrays of a fixed size. */
const MAX_TOKENS = 32_768;
/** Number of trailing signature characters that form the lookup key. */
const KEY_LENGTH = 8;

/**
 * Verified tokens, so that a token that comes again needs no cryptography. Refused ones are never kept: a flood of
 * forgeries leaves the cache as it is. Once the cache is full, a token is kept when it comes for the second time: one that is
 * used once evicts nothing. A number made of the end of the signature finds an entry, and then the whole header is compared: that costs a
 * fraction of hashing it. Tokens whose numbers collide evict each other; that is rare.
 */
export class TokenCache {
  readonly #doorkeeper = new Doorkeeper();
  readonly #tokens = new LRUCache<number, VerifiedToken>({
    max: MAX_TOKENS,
    maxSize: MAX_BYTES,
    sizeCalculation: bytesOf,
  });

  /**
   * The verified token in the value of an `Authorization` header, while it has not expired.
   *
   * @param header as it came: the same token in another spelling of the scheme is not found.
   */
  find(header: string): VerifiedToken | undefined {
    const entry = this.#tokens.get(cacheKey(header));
    return entry?.header === header && Date.now() / 1000 < entry.expiresAt ? entry : undefined;
  }

  /** How many are kept. */
  get size(): number {
    return this.#tokens.size;
  }

  /** Keeps a verified token where there is room, or where it has come before. */
  offer(header: string, verified: VerifiedToken): void {
    const key = cacheKey(header);
    verified.header = header;
    const hasRoom = this.#tokens.calculatedSize + bytesOf(verified) <= MAX_BYTES;
    if (hasRoom || this.#doorkeeper.meet(key)) this.#tokens.set(key, verified);
  }

  /** Forgets what was verified with keys that are no longer published. */
  forget(keys: ReadonlySet<KeyObject>): void {
    for (const [name, { key }] of this.#tokens.entries()) if (keys.has(key)) this.#tokens.delete(name);
  }
}

function bytesOf({ header = '' }: VerifiedToken): number {
  return BYTES_PER_ENTRY + BYTES_PER_CHARACTER * header.length;
}

/** A number of 30 bits, the largest that V8 keeps unboxed. A header shorter than `KEY_LENGTH` has one as well. */
function cacheKey(header: string): number {
  let key = 0;
  for (let index = Math.max(0, header.length - KEY_LENGTH); index < header.length; index += 1) {
    key = Math.imul(key, 31) + header.charCodeAt(index);
  }
  return key & 0x3fffffff;
}
