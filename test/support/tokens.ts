import { randomUUID, sign, type KeyObject } from 'node:crypto';
import { rsaKeyPair } from '../../packages/auth/src/testing/key-pair';

export const ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_TestPool1';
export const CLIENT_ID = '1h57kf5cpq17m0eml12test';

/** A signing key pair of a pool. */
export interface TestKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwk: Record<string, unknown>;
}

export function makeKey(kid: string = randomUUID(), bits = 2048): TestKey {
  const { privateKey, publicKey } = rsaKeyPair(bits);
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signs exactly this header and this payload (objects, or the JSON text itself) with RS256. */
export function signRaw(key: TestKey, header: unknown, payload: unknown): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** The claims of a person's access token as Cognito issues it; `undefined` omits a claim. */
export function userClaims(claims: Record<string, unknown> = {}): Record<string, unknown> {
  const iat = nowSeconds() - 10;
  return {
    sub: '8f6c2b1e-5d0a-4c3f-9a57-2f1f6f0f7d11',
    iss: ISSUER,
    client_id: CLIENT_ID,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: iat,
    exp: iat + 3600,
    iat,
    jti: randomUUID(),
    username: 'alice',
    ...claims,
  };
}

/** The claims of a machine's access token (client credentials). */
export function machineClaims(claims: Record<string, unknown> = {}): Record<string, unknown> {
  return userClaims({
    sub: CLIENT_ID,
    username: undefined,
    origin_jti: undefined,
    scope: 'lifeguard/users.read',
    ...claims,
  });
}

export const signToken = (key: TestKey, claims: Record<string, unknown> = userClaims()): string =>
  signRaw(key, { kid: key.kid, alg: 'RS256' }, claims);
