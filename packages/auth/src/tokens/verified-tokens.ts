import { LRUCache } from 'lru-cache';
import type { KeyObject } from 'node:crypto';
import type { Principal } from '../principal.ts';

/** A token that was verified, and for how long that is of use. */
export interface VerifiedToken {
  /** The value of the `Authorization` header that brought it. */
  readonly header: string;
  readonly token: string;
  readonly principal: Principal;
  /** Seconds since the epoch, of which V8 keeps a whole number in its place; the tolerance is in it. */
  readonly expiresAt: number;
  /** The key that it was verified with. */
  readonly key: KeyObject;
}

const MAXIMUM_TOKENS = 20_000;
/** In characters of the headers; a token costs three to four times its length. */
const MAXIMUM_SIZE = 32 * 1024 * 1024;
/** Of the end of the signature, so many characters. */
const NAME_LENGTH = 8;

/**
 * Tokens that were verified a while ago, and never a refused one: a flood of forgeries leaves it as it is. A number made
 * of the end of the signature finds an entry, and then the whole header is compared: that costs a fraction of hashing
 * it. Two tokens of one number take turns, which is rare enough not to matter.
 */
export class VerifiedTokens {
  readonly #tokens = new LRUCache<number, VerifiedToken>({
    max: MAXIMUM_TOKENS,
    maxSize: MAXIMUM_SIZE,
    sizeCalculation: ({ header }) => header.length,
  });

  /**
   * The verified token in the value of an `Authorization` header, while it has not expired.
   *
   * @param header as it came: the same token in another spelling of the scheme is not found.
   */
  find(header: string): VerifiedToken | undefined {
    const entry = this.#tokens.get(nameOf(header));
    return entry?.header === header && Date.now() / 1000 < entry.expiresAt ? entry : undefined;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#tokens.size;
  }

  remember(entry: VerifiedToken): void {
    this.#tokens.set(nameOf(entry.header), entry);
  }

  /** Forgets what was verified with keys that are published no longer. */
  forget(keys: ReadonlySet<KeyObject>): void {
    for (const [name, { key }] of this.#tokens.entries()) if (keys.has(key)) this.#tokens.delete(name);
  }
}

/** A number of 30 bits, the largest that V8 keeps and compares as it is. A shorter header has one as well. */
function nameOf(header: string): number {
  let name = 0;
  for (let index = Math.max(0, header.length - NAME_LENGTH); index < header.length; index += 1) {
    name = Math.imul(name, 31) + header.charCodeAt(index);
  }
  return name & 0x3fffffff;
}
