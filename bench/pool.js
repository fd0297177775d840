// The benchmark's own pool: a signing key, and a key server that counts its requests.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const REGION = 'eu-west-1';
export const USER_POOL_ID = 'eu-west-1_Bench0001';
export const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;
export const CLIENT_ID = '1h57kf5cpq17m0eml12bench00';
export const KEY_ID = 'Zq2cBv0V1bJ4uP8sXn3tLr5yWm7kHd9eGf6aTi0oRwE=';

/** Keeps the key and the signed tokens between runs, because signing takes longer than measuring. */
export const DIRECTORY = join(tmpdir(), `lifeguard-bench-${process.getuid?.() ?? 0}`);

/** The signing key in PEM, generated once. */
export function signingKey() {
  mkdirSync(DIRECTORY, { recursive: true, mode: 0o700 });
  const file = join(DIRECTORY, 'key.pem');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    writeFileSync(file, privateKey, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

/** The key set that the pool publishes. */
export function publishedKeys() {
  const jwk = createPublicKey(signingKey()).export({ format: 'jwk' });
  return { keys: [{ ...jwk, kid: KEY_ID, use: 'sig', alg: 'RS256' }] };
}

/** Serves the published keys over HTTP; `fetches` counts the requests so far. */
export async function startKeyServer() {
  const body = JSON.stringify(publishedKeys());
  const state = { fetches: 0 };
  const server = createServer((_request, response) => {
    state.fetches += 1;
    response.setHeader('content-type', 'application/json').end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/.well-known/jwks.json`,
    get fetches() {
      return state.fetches;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
