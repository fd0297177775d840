import { constants, createHmac, sign, type KeyObject } from 'node:crypto';
import { ecKeyPair, ed25519KeyPair } from '../../packages/auth/src/testing/key-pair';
import { base64url, userClaims, type TestKey } from '../support/tokens';

/** The input of a forged signature: the first two parts of a token. */
const inputOf = (header: unknown, payload: unknown): string => `${base64url(header)}.${base64url(payload)}`;

export function signedWith(
  signature: (input: Buffer) => Buffer,
  header: unknown,
  payload: unknown = userClaims(),
): string {
  const input = inputOf(header, payload);
  return `${input}.${signature(Buffer.from(input)).toString('base64url')}`;
}

/** The public key in every form that a careless verifier may treat as a shared secret. */
export function publicForms(
  { jwk }: TestKey,
  publicKey: KeyObject,
): [name: string, secret: string | Buffer][] {
  return [
    ['SPKI in PEM', publicKey.export({ format: 'pem', type: 'spki' })],
    [
      'SPKI in PEM without its last line break',
      (publicKey.export({ format: 'pem', type: 'spki' }) as string).trim(),
    ],
    ['SPKI in DER', publicKey.export({ format: 'der', type: 'spki' })],
    ['PKCS#1 in PEM', publicKey.export({ format: 'pem', type: 'pkcs1' })],
    ['PKCS#1 in DER', publicKey.export({ format: 'der', type: 'pkcs1' })],
    ['a JWK', JSON.stringify(jwk)],
    ['the modulus', Buffer.from(jwk.n as string, 'base64url')],
    ['nothing', ''],
  ];
}

export const hmac = (hash: string, secret: string | Buffer) => (input: Buffer) =>
  createHmac(hash, secret).update(input).digest();

export const pkcs1 =
  (hash: string, { privateKey }: Pick<TestKey, 'privateKey'>) =>
  (input: Buffer) =>
    sign(hash, input, privateKey);

export const pss =
  (hash: string, { privateKey }: Pick<TestKey, 'privateKey'>) =>
  (input: Buffer) =>
    sign(hash, input, {
      key: privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });

const ec = ecKeyPair('P-256');
const okp = ed25519KeyPair();

export const es256 = (input: Buffer): Buffer =>
  sign('sha256', input, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
export const eddsa = (input: Buffer): Buffer => sign(null, input, okp.privateKey);

/** Keys of other types, as a pool could publish them. */
export const ecJwk = (kid: string) => ({
  ...ec.publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'ES256',
});
export const okpJwk = (kid: string) => ({
  ...okp.publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'EdDSA',
});
