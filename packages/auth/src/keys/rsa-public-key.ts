import { checkPrimeSync } from 'node:crypto';

/** RFC 7518 section 3.3. */
const MIN_BITS = 2048;
/** Verifying with a longer modulus takes milliseconds. */
const MAX_BITS = 16_384;
/** Trial division finds every prime factor below this. */
const SMALL_FACTORS = 10_000n;

/**
 * Checks an RSA public key (RFC 8017 section 3.1): its modulus must be the product of distinct odd primes,
 * its exponent odd, at least 3 and below the modulus. With other keys, signatures can be forged without the
 * private key.
 *
 * @param modulus big-endian, without leading zeros.
 * @param exponent likewise.
 * @returns undefined for a key without a known fault.
 */
export function rsaFault(modulus: Buffer, exponent: Buffer): string | undefined {
  const n = toBigInt(modulus);
  const e = toBigInt(exponent);
  const bits = n.toString(2).length;
  if (bits < MIN_BITS) return `a modulus of ${bits} bits is shorter than ${MIN_BITS}`;
  if (bits > MAX_BITS) return `a modulus of ${bits} bits is longer than ${MAX_BITS}`;
  if (e < 3n || e % 2n === 0n || e >= n) return 'the exponent is even, below 3 or not below the modulus';
  if (hasSmallFactor(n)) return 'the modulus has a small factor';
  if (checkPrimeSync(n)) return 'the modulus is a prime';
  if (isSquare(n)) return 'the modulus is a square';
  return undefined;
}

const toBigInt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex') || '0'}`);

function hasSmallFactor(n: bigint): boolean {
  for (let divisor = 2n; divisor < SMALL_FACTORS; divisor += 1n) if (n % divisor === 0n) return true;
  return false;
}

/** By Newton's method, from above. */
function isSquare(n: bigint): boolean {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root * root === n;
    root = next;
  }
}
