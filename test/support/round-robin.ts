import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A load balancer that gives each request to the next instance. */
export interface RoundRobin {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts one for these addresses, on a free port by default. Before it passes on the answer to a request that
 * may change something, it waits for `inStep`, so that every instance has learned of the change.
 */
export async function startRoundRobin(
  targets: readonly string[],
  inStep: () => Promise<unknown>,
  port = 0,
): Promise<RoundRobin> {
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const target = targets[turn % targets.length] ?? '';
    turn += 1;
    const forwarded = request(
      target + (incoming.url ?? '/'),
      { method: incoming.method, headers: incoming.headers, agent },
      (answer) => {
        const isRead = incoming.method === 'GET' || incoming.method === 'HEAD';
        const pass = () => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          answer.pipe(outgoing);
        };
        if (isRead) pass();
        else void inStep().then(pass, () => outgoing.destroy());
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
