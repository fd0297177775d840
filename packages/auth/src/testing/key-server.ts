import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SigningKeyPair } from './signing-key.ts';

/** A key server on loopback, with one key set for each pool. */
export interface LocalKeyServer {
  /** The URL of a pool's keys. */
  uriOf(userPoolId: string): string;
  close(): Promise<void>;
}

/** @param keysOf returns the keys that a pool currently publishes; undefined for an unknown pool. */
export async function startLocalKeyServer(
  keysOf: (userPoolId: string) => readonly SigningKeyPair[] | undefined,
): Promise<LocalKeyServer> {
  const server = createServer((request, response) => {
    const [, userPoolId = ''] = (request.url ?? '').split('/');
    const keys = keysOf(decodeURIComponent(userPoolId));
    response.statusCode = keys ? 200 : 404;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: (keys ?? []).map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  // A test process can end without closing the server.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    uriOf: (userPoolId) => `http://127.0.0.1:${port}/${userPoolId}/.well-known/jwks.json`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
