import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { LoopbackServer } from '../../pool/loopback.server';

/** A proxy between the service and the pool that records the called actions, and can delay them or simulate an outage. */
export class CountingEndpoint {
  readonly actions: string[] = [];
  down = false;
  /** What each action waits for before it reaches the pool. */
  held: Promise<unknown> = Promise.resolve();

  readonly #server = new LoopbackServer((incoming, outgoing) => this.#forward(incoming, outgoing));

  private constructor(private readonly target: string) {}

  static async start(target: string): Promise<CountingEndpoint> {
    const endpoint = new CountingEndpoint(target);
    await endpoint.#server.listen();
    return endpoint;
  }

  get url(): string {
    return this.#server.url;
  }

  count(action: string): number {
    return this.actions.filter((each) => each === action).length;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.actions.push(String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '');
    if (this.down) {
      incoming.resume();
      outgoing.writeHead(503).end();
      return;
    }
    const { method, headers } = incoming;
    const forwarded = request(this.target + (incoming.url ?? '/'), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    void this.held.then(() => incoming.pipe(forwarded));
  }
}
