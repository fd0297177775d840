import type { RequestListener } from 'node:http';
import { LoopbackServer } from '../../pool/loopback.server';
import type { TestKey } from './tokens';

/** A pool's key server over real HTTP, whose answers can be changed while it runs. */
export interface KeyServer {
  readonly url: string;
  /** Requests so far. */
  readonly fetches: number;
  publish(...keys: (TestKey | Record<string, unknown>)[]): void;
  /** Answers with `listener` from now on; undefined restores the published keys. */
  behave(listener: RequestListener | undefined): void;
  close(): Promise<void>;
}

export async function startKeyServer(...keys: TestKey[]): Promise<KeyServer> {
  let published: unknown[] = keys.map(({ jwk }) => jwk);
  let behaviour: RequestListener | undefined;
  let fetches = 0;
  const server = new LoopbackServer((request, response) => {
    fetches += 1;
    if (behaviour) behaviour(request, response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  await server.listen();
  return {
    url: `${server.url}/.well-known/jwks.json`,
    get fetches() {
      return fetches;
    },
    publish: (...next) => {
      published = next.map((key) => ('jwk' in key ? key.jwk : key));
    },
    behave: (listener) => {
      behaviour = listener;
    },
    close: () => server.close(),
  };
}
