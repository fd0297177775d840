import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

// Only a caller with the secret can open the value; the store cannot.
const keyOf = (secret: string, salt: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, 'lifeguard refresh', 32));

/** A value sealed with a key that is derived from a secret (HKDF, RFC 5869; AES-256-GCM). */
export function seal(value: unknown, secret: string, salt: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/**
 * @throws if the value was sealed with another secret or was changed.
 */
export function unseal(text: string, secret: string, salt: string): unknown {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, salt), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const opened = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(opened.toString('utf8'));
}
