import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Time for an instance to learn of a change at another one: far less than the documented second. */
const HEARD_MS = 50;

/** A load balancer that gives each request to the next instance. */
export interface RoundRobin {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts one for these addresses, on a free port by default. After a request that may have changed something it
 * waits until every instance has learned of it: not after a read, nor after a refusal.
 */
export async function startRoundRobin(targets: readonly string[], port = 0): Promise<RoundRobin> {
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const target = targets[turn % targets.length] ?? '';
    turn += 1;
    const forwarded = request(
      target + (incoming.url ?? '/'),
      { method: incoming.method, headers: incoming.headers, agent },
      (answer) => {
        const status = answer.statusCode ?? 502;
        const isRead = incoming.method === 'GET' || incoming.method === 'HEAD';
        const isRefused = status >= 400 && status < 500;
        const pass = () => {
          outgoing.writeHead(status, answer.rawHeaders);
          answer.pipe(outgoing);
        };
        setTimeout(pass, isRead || isRefused ? 0 : HEARD_MS);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
