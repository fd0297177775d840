import { rsaKeyPair } from '../testing/key-pair.ts';
import { faultOf, isForRs256, thumbprintOf, toSigningKey, type Jwk } from './jwk.ts';

const { publicKey } = rsaKeyPair();
const jwk: Jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' };
const { n, e } = jwk as { n: string; e: string };

describe('isForRs256', () => {
  it.each<[string, Jwk, boolean]>([
    ['as Cognito publishes it', {}, true],
    ['no use and no alg', { use: undefined, alg: undefined }, true],
    ['operations to verify', { key_ops: ['verify'] }, true],
    ['operations to verify and others', { key_ops: ['sign', 'verify'] }, true],
    ['use=enc', { use: 'enc' }, false],
    ['use=SIG', { use: 'SIG' }, false],
    ['a null use', { use: null }, false],
    ['no operations', { key_ops: [] }, false],
    ['operations to encrypt', { key_ops: ['encrypt', 'wrapKey'] }, false],
    ['operations as text', { key_ops: 'verify' }, false],
    ['operations in a list', { key_ops: [['verify']] }, false],
    ['alg=RS512', { alg: 'RS512' }, false],
    ['alg=PS256', { alg: 'PS256' }, false],
    ['a null alg', { alg: null }, false],
    ['kty=EC', { kty: 'EC' }, false],
    ['kty=oct', { kty: 'oct', k: 'AAAA' }, false],
    ['kty=rsa', { kty: 'rsa' }, false],
    ['no key id', { kid: undefined }, false],
    ['an empty key id', { kid: '' }, false],
    ['a key id that is a number', { kid: 1 }, false],
    ['no modulus', { n: undefined }, false],
    ['an exponent that is a number', { e: 65537 }, false],
  ])('accepts a key with %s, %j: %s', (_, members, expected) => {
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

  it('computes the thumbprint of the example in RFC 7638', () => {
    expect(thumbprintOf(example)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('does not depend on other members of the key', () => {
    expect(toSigningKey({ ...example, kid: 'another', use: 'enc' }).thumbprint).toBe(thumbprintOf(example));
  });
});

describe('toSigningKey', () => {
  it('returns the key id, the thumbprint and the key', () => {
    const key = toSigningKey(jwk);
    expect(key).toMatchObject({ keyId: 'k', thumbprint: thumbprintOf({ n, e }) });
    expect(key.key.equals(publicKey)).toBe(true);
  });

  const bytes = Buffer.from(n, 'base64url');
  it.each<[string, Jwk]>([
    ['a leading zero octet', { n: Buffer.concat([Buffer.alloc(1), bytes]).toString('base64url') }],
    ['three of them', { n: Buffer.concat([Buffer.alloc(3), bytes]).toString('base64url') }],
    ['padding', { n: `${n}=` }],
    ['the plain base64 alphabet', { n: bytes.toString('base64') }],
    ['a line break', { n: `${n.slice(0, 76)}\n${n.slice(76)}` }],
    ['an exponent with a leading zero', { e: 'AAEAAQ' }],
    ['a padded exponent', { e: 'AQAB=' }],
    ['all of them', { n: `${Buffer.concat([Buffer.alloc(1), bytes]).toString('base64')}=\n`, e: 'AAEAAQ==' }],
  ])('computes the same thumbprint for an encoding with %s', (_, encoding) => {
    expect(toSigningKey({ ...jwk, ...encoding }).thumbprint).toBe(thumbprintOf({ n, e }));
  });
});

describe('faultOf', () => {
  it.each<Jwk>([{ n: '!' }, { n: 'A' }, { e: '!' }, { e: 'AA' }])(
    'finds a fault in a key if %j is not a number',
    (members) => {
      expect(faultOf(toSigningKey({ ...jwk, ...members }))).toBeDefined();
    },
  );

  it.each([
    [1024, 'a modulus of 1024 bits is shorter than 2048'],
    [2040, 'a modulus of 2040 bits is shorter than 2048'],
    [2048, undefined],
    [3072, undefined],
  ])('reports for a key of %i bits: %s', (bits, expected) => {
    const other = rsaKeyPair(bits).publicKey.export({ format: 'jwk' });
    expect(faultOf(toSigningKey({ ...other, kid: 'k' }))).toBe(expected);
  });
});
