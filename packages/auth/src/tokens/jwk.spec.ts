import { generateKeyPairSync } from 'node:crypto';
import { isForRs256, labelOf, thumbprintOf, toSigningKey, type Jwk } from './jwk.ts';

const pair = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).publicKey;
const publicKey = pair(2048);
const jwk: Jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' };
const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string;

describe('isForRs256', () => {
  it.each<[string, Jwk, boolean]>([
    ['as Cognito publishes it', {}, true],
    ['no use and no alg', { use: undefined, alg: undefined }, true],
    ['operations that verify', { key_ops: ['verify'] }, true],
    ['operations that verify and more', { key_ops: ['sign', 'verify'] }, true],
    ['use=enc', { use: 'enc' }, false],
    ['use=SIG', { use: 'SIG' }, false],
    ['use of null', { use: null }, false],
    ['no operations', { key_ops: [] }, false],
    ['operations that encrypt', { key_ops: ['encrypt', 'wrapKey'] }, false],
    ['operations as text', { key_ops: 'verify' }, false],
    ['operations in a list', { key_ops: [['verify']] }, false],
    ['alg=RS512', { alg: 'RS512' }, false],
    ['alg=PS256', { alg: 'PS256' }, false],
    ['alg of null', { alg: null }, false],
    ['kty=EC', { kty: 'EC' }, false],
    ['kty=oct', { kty: 'oct', k: 'AAAA' }, false],
    ['kty=rsa', { kty: 'rsa' }, false],
    ['no key id', { kid: undefined }, false],
    ['an empty key id', { kid: '' }, false],
    ['a key id that is a number', { kid: 1 }, false],
    ['no modulus', { n: undefined }, false],
    ['an exponent that is a number', { e: 65537 }, false],
  ])('takes %s: %#', (_, members, expected) => {
    expect(isForRs256({ ...jwk, ...members })).toBe(expected);
  });
});

describe('thumbprintOf', () => {
  // The example of RFC 7638 section 3.1.
  const example = {
    kty: 'RSA',
    n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    e: 'AQAB',
    alg: 'RS256',
    kid: '2011-04-29',
  };

  it('is that of RFC 7638', () => {
    expect(thumbprintOf(example)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('does not change with what else is published', () => {
    expect(thumbprintOf({ e: example.e, n: example.n, kid: 'another', use: 'enc' })).toBe(
      thumbprintOf(example),
    );
  });
});

describe('toSigningKey', () => {
  it('finds the key id and the thumbprint in the label again', () => {
    for (const kid of ['k', 'a/b+c=', 'ünï', '{"x":1}', '', 'x'.repeat(500)]) {
      expect(toSigningKey(labelOf({ ...jwk, kid }), pem)).toMatchObject({
        keyId: kid,
        thumbprint: thumbprintOf(jwk),
      });
    }
  });

  it.each([
    [1024, false],
    [2040, false],
    [2048, true],
    [3072, true],
  ])('of %i bits is one: %s', (bits, expected) => {
    const other = pair(bits).export({ format: 'pem', type: 'spki' }) as string;
    expect(toSigningKey(labelOf(jwk), other) !== undefined).toBe(expected);
  });
});
