import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** What the client has sent so far. */
  sent: string;
  silent: boolean;
}

/** Forwards data between its clients and one server until it is silenced. */
export class TcpProxy {
  readonly #pairs = new Set<Pair>();

  private constructor(
    private readonly listener: Server,
    readonly port: number,
  ) {}

  static async start(target: number): Promise<TcpProxy> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const proxy = new TcpProxy(listener, (listener.address() as AddressInfo).port);
    listener.on('connection', (client) => proxy.#join(client, connect(target, '127.0.0.1')));
    return proxy;
  }

  /**
   * Stops forwarding on connections whose client has sent `word`, as if a router had dropped them: neither
   * side is notified. Returns the number of connections.
   */
  silence(word: string): number {
    const pairs = [...this.#pairs].filter(({ sent, silent }) => !silent && sent.includes(word));
    for (const pair of pairs) pair.silent = true;
    return pairs.length;
  }

  async close(): Promise<void> {
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
    await new Promise((resolve) => this.listener.close(resolve));
  }

  #join(client: Socket, server: Socket): void {
    const pair: Pair = { client, server, sent: '', silent: false };
    this.#pairs.add(pair);
    client.on('data', (chunk) => {
      pair.sent += chunk.toString('latin1');
      if (!pair.silent) server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (!pair.silent) client.write(chunk);
    });
    for (const [side, otherSide] of [
      [client, server],
      [server, client],
    ] as const) {
      side.on('error', () => undefined);
      side.once('close', () => {
        this.#pairs.delete(pair);
        otherSide.destroy();
      });
    }
  }
}
