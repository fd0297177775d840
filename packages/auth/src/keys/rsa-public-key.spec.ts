import { generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import { rsaFault } from './rsa-public-key.ts';

const bytes = (number: bigint): Buffer => {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
};
const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });
const { n: modulus = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
  format: 'jwk',
});
const n = BigInt(`0x${Buffer.from(modulus, 'base64url').toString('hex')}`);

const faultOf = (product: bigint, exponent = 65537n): string | undefined =>
  rsaFault(bytes(product), bytes(exponent));

describe('rsaFault (RFC 8017 section 3.1)', () => {
  it.each([3n, 17n, 65537n, n - 2n])('accepts a sound key with the exponent %d', (exponent) => {
    expect(faultOf(n, exponent)).toBeUndefined();
  });

  it.each([0n, 1n, 2n, 4n, 65536n, n - 1n, n, n + 2n])('refuses the exponent %d', (exponent) => {
    expect(faultOf(n, exponent)).toMatch(/^the exponent/);
  });

  it('refuses an even modulus, and one with another small factor', () => {
    expect(faultOf(n + 1n)).toBe('the modulus has a small factor');
    for (const factor of [2n, 3n, 5n, 7919n, 9973n]) {
      expect(faultOf(prime(2048) * factor)).toBe('the modulus has a small factor');
    }
  });

  it('does not find a factor that is too large for trial division', () => {
    expect(faultOf(prime(2048) * 10_007n)).toBeUndefined();
  });

  it('refuses a prime modulus, whose private exponent anyone can compute', () => {
    expect(faultOf(prime(2048))).toBe('the modulus is a prime');
  });

  it('refuses a square modulus, and accepts the product of two neighbouring primes', () => {
    const p = prime(1024) | (1n << 1023n);
    expect(faultOf(p * p)).toBe('the modulus is a square');
    expect(faultOf(p * prime(1024))).toBeUndefined();
  });

  it.each([
    [1n << 2046n, 'shorter than 2048'],
    [(1n << 2047n) - 1n, 'shorter than 2048'],
    [(1n << 16384n) + 1n, 'longer than 16384'],
    [0n, 'shorter than 2048'],
  ])('refuses a modulus that is %s', (number, fault) => {
    expect(faultOf(number)).toContain(fault);
  });
});
