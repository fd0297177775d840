import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = KEY_ID_BYTES + IV_BYTES + TAG_BYTES;

interface Secret {
  /** Identifies the secret that sealed a box, without revealing it. */
  readonly id: Buffer;
  readonly bytes: Buffer;
}

/**
 * Encrypts and authenticates JSON values with AES-256-GCM. The key is derived with HKDF (RFC 5869) from one of the
 * service's secrets and, optionally, from a second secret that the service does not store, such as a cookie's value.
 */
export class SealedBox {
  readonly #secrets: readonly [Secret, ...Secret[]];

  /**
   * @param purpose separates the keys of different uses of the same secrets.
   * @param secrets the first one seals, all of them open.
   */
  constructor(
    private readonly purpose: string,
    [first, ...others]: readonly [Buffer, ...Buffer[]],
  ) {
    this.#secrets = [identified(first), ...others.map(identified)];
  }

  /** @param other the second secret; `open` needs the same one. */
  seal(value: unknown, other = ''): Buffer {
    const [secret] = this.#secrets;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key(secret, other), iv);
    cipher.setAAD(secret.id);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([secret.id, iv, cipher.getAuthTag(), sealed]);
  }

  /** Returns undefined if the box was sealed with other secrets or was modified. */
  open(box: Buffer, other = ''): unknown {
    const id = box.subarray(0, KEY_ID_BYTES);
    const secret = this.#secrets.find((each) => each.id.equals(id));
    if (!secret || box.byteLength < HEADER_BYTES) return undefined;
    const iv = box.subarray(KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key(secret, other), iv);
    decipher.setAAD(secret.id);
    decipher.setAuthTag(box.subarray(KEY_ID_BYTES + IV_BYTES, HEADER_BYTES));
    try {
      const opened = Buffer.concat([decipher.update(box.subarray(HEADER_BYTES)), decipher.final()]);
      return JSON.parse(opened.toString('utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  #key({ bytes }: Secret, other: string): Buffer {
    return Buffer.from(hkdfSync('sha256', Buffer.concat([bytes, Buffer.from(other)]), '', this.purpose, 32));
  }
}

const identified = (bytes: Buffer): Secret => ({
  id: createHash('sha256').update('lifeguard key id').update(bytes).digest().subarray(0, KEY_ID_BYTES),
  bytes,
});
