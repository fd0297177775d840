import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import privateKeyFile from 'cognito-local/lib/keys/cognitoLocal.private.json';
import publicKeyFile from 'cognito-local/lib/keys/cognitoLocal.public.json';
import { rsaKeyPair } from '../packages/auth/src/testing/key-pair';

export type Claims = Record<string, unknown>;

/** Id of the key that signs access tokens. Its private half is published with cognito-local, so never trust it. */
export const KEY_ID = 'CognitoLocal';
/** Id of the key that signs ID tokens. Like Cognito, the pool has one key for each kind of token. */
const ID_TOKEN_KEY_ID = 'EmbeddedPoolIdTokens';

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Claims;
}

const accessTokenKey = keyOf(KEY_ID, createPrivateKey(privateKeyFile.pem), publicKeyFile.jwk);
let idTokenKey: SigningKey | undefined;

/** Generated on first use, because generating an RSA key takes about 100 ms, and kept until the process exits. */
function keyOfIdTokens(): SigningKey {
  if (idTokenKey) return idTokenKey;
  const { privateKey, publicKey } = rsaKeyPair();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: ID_TOKEN_KEY_ID, alg: 'RS256', use: 'sig' };
  idTokenKey = keyOf(ID_TOKEN_KEY_ID, privateKey, jwk);
  return idTokenKey;
}

function keyOf(id: string, privateKey: KeyObject, jwk: Claims): SigningKey {
  return { id, privateKey, publicKey: createPublicKey(privateKey), jwk };
}

/** The JWK Set (RFC 7517) that the pool publishes: the key of access tokens, then that of ID tokens. */
export function publishedKeys(): { keys: readonly [Claims, Claims] } {
  return { keys: [accessTokenKey.jwk, keyOfIdTokens().jwk] };
}

/**
 * Signs claims with RS256, using the ID token key if `token_use` is `id`, else the access token key. Claims are neither
 * checked nor added, so that a test can sign wrong ones; undefined members are left out.
 */
export function signClaims(claims: Claims): string {
  const key = claims.token_use === 'id' ? keyOfIdTokens() : accessTokenKey;
  const head = encode({ kid: key.id, alg: 'RS256' });
  const input = `${head}.${encode(claims)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

/** The claims of a token with a valid signature of one of the two keys, else undefined. Does not check the expiry. */
export function verifiedClaims(token: string): Claims | undefined {
  const [head, payload, signature, ...rest] = token.split('.');
  if (!head || !payload || !signature || rest.length > 0) return undefined;
  const key = decode(head)?.kid === ID_TOKEN_KEY_ID ? keyOfIdTokens() : accessTokenKey;
  const signed = Buffer.from(`${head}.${payload}`);
  if (!verify('RSA-SHA256', signed, key.publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  return decode(payload);
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
