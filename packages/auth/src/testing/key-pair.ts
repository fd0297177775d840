import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A private key and its public key. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * The keys are encoded and parsed again. `export()` of a key object that `generateKeyPairSync` returned can block its
 * thread forever: it holds the lock of the key while V8 collects garbage, and the destructor of the job that generated
 * the key waits for this lock (seen on Node 20 and 24).
 */
const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
const privateKeyEncoding = { type: 'pkcs8', format: 'der' } as const;

/** A new RSA key pair with a modulus of this many bits. */
export const rsaKeyPair = (modulusLength = 2048): KeyPair =>
  parsed(generateKeyPairSync('rsa', { modulusLength, publicKeyEncoding, privateKeyEncoding }));

/** A new key pair on an elliptic curve. */
export const ecKeyPair = (namedCurve: 'P-256'): KeyPair =>
  parsed(generateKeyPairSync('ec', { namedCurve, publicKeyEncoding, privateKeyEncoding }));

/** A new Ed25519 key pair. */
export const ed25519KeyPair = (): KeyPair =>
  parsed(generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding }));

function parsed(encoded: { readonly privateKey: Buffer; readonly publicKey: Buffer }): KeyPair {
  return {
    privateKey: createPrivateKey({ key: encoded.privateKey, ...privateKeyEncoding }),
    publicKey: createPublicKey({ key: encoded.publicKey, ...publicKeyEncoding }),
  };
}
