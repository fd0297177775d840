import { generatePrimeSync } from 'node:crypto';
import { rsaKeyPair } from '../testing/key-pair.ts';
import { rsaFault } from './rsa-public-key.ts';

const bytes = (number: bigint): Buffer => {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
};
const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });
const { n: modulus = '' } = rsaKeyPair().publicKey.export({
  format: 'jwk',
});
const n = BigInt(`0x${Buffer.from(modulus, 'base64url').toString('hex')}`);

const faultOf = (product: bigint, exponent = 65537n): string | undefined =>
  rsaFault(bytes(product), bytes(exponent));

describe('rsaFault (RFC 8017 section 3.1)', () => {
  it.each<[string, bigint]>([
    ['3', 3n],
    ['17', 17n],
    ['65537', 65537n],
    ['the modulus minus 2', n - 2n],
  ])('accepts a valid key with the exponent %s', (_, exponent) => {
    expect(faultOf(n, exponent)).toBeUndefined();
  });

  it.each<[string, bigint]>([
    ['0', 0n],
    ['1', 1n],
    ['2', 2n],
    ['4', 4n],
    ['65536', 65536n],
    ['the modulus minus 1', n - 1n],
    ['the modulus', n],
    ['the modulus plus 2', n + 2n],
  ])('refuses the exponent %s', (_, exponent) => {
    expect(faultOf(n, exponent)).toMatch(/^the exponent/);
  });

  it('refuses a modulus with a small factor', () => {
    expect(faultOf(n + 1n)).toBe('the modulus has a small factor');
    for (const factor of [2n, 3n, 5n, 7919n, 9973n]) {
      expect(faultOf(prime(2048) * factor)).toBe('the modulus has a small factor');
    }
  });

  it('does not find a factor of 10,000 or more', () => {
    expect(faultOf(prime(2048) * 10_007n)).toBeUndefined();
  });

  it('refuses a prime modulus, whose private exponent anyone can compute', () => {
    expect(faultOf(prime(2048))).toBe('the modulus is a prime');
  });

  it('refuses the square of a prime and accepts the product of two primes', () => {
    const p = prime(1024) | (1n << 1023n);
    expect(faultOf(p * p)).toBe('the modulus is a square');
    expect(faultOf(p * prime(1024))).toBeUndefined();
  });

  it.each<[string, bigint, string]>([
    ['0', 0n, 'a modulus of 1 bits is shorter than 2048'],
    ['of 2047 bits', (1n << 2047n) - 1n, 'a modulus of 2047 bits is shorter than 2048'],
    ['of 2048 bits, even', 1n << 2047n, 'the modulus has a small factor'],
    ['of 16384 bits, even', 1n << 16383n, 'the modulus has a small factor'],
    ['of 16385 bits', (1n << 16384n) + 1n, 'a modulus of 16385 bits is longer than 16384'],
  ])('refuses a modulus that is %s', (_, number, fault) => {
    expect(faultOf(number)).toBe(fault);
  });
});
