import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy between the service and the pool that records the called actions, and can delay them or simulate an outage. */
export class CountingEndpoint {
  readonly actions: string[] = [];
  down = false;
  /** What each action waits for before it reaches the pool. */
  held: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string): Promise<CountingEndpoint> {
    const server = createServer((incoming, outgoing) => {
      const action = String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      endpoint.actions.push(action);
      if (endpoint.down) {
        incoming.resume();
        outgoing.writeHead(503).end();
        return;
      }
      const { method, headers } = incoming;
      const forwarded = request(target + (incoming.url ?? '/'), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      });
      forwarded.on('error', () => outgoing.destroy());
      void endpoint.held.then(() => incoming.pipe(forwarded));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const endpoint = new CountingEndpoint(server, `http://127.0.0.1:${port}`);
    return endpoint;
  }

  count(action: string): number {
    return this.actions.filter((each) => each === action).length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
