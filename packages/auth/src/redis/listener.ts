import type { Redis } from 'ioredis';
import { connectOnce, reconnectAfterMs } from './connections.ts';
import type { RedisNode } from './redis-url.ts';

/** State changes of a listener. */
interface ListenerEvents {
  /** Messages now arrive on every channel added so far; those published earlier were missed. */
  onListening(): void;
  /** Messages no longer arrive. */
  onLost(): void;
}

/**
 * Receives published messages. It has one connection at a time, to one node, because a cluster forwards messages to
 * every node. When the connection is lost or abandoned, it connects to the next node.
 */
export class Listener {
  readonly #channels = new Map<string, (message: string) => void>();
  #connection: Redis | undefined;
  #listening = false;
  #attempt = 0;
  #reconnecting: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly nodes: readonly RedisNode[],
    private readonly events: ListenerEvents,
  ) {
    this.#open();
  }

  /** The connection on which messages should arrive. It may be hanging. */
  get current(): object | undefined {
    return this.#listening ? this.#connection : undefined;
  }

  /** Calls `onMessage` for every message on a channel from now on. */
  add(channel: string, onMessage: (message: string) => void): void {
    this.#channels.set(channel, onMessage);
    // A connection that is not ready yet subscribes later, to all channels at once.
    if (this.#connection?.status === 'ready') void this.#subscribe(this.#connection);
  }

  /** Resets the delay before reconnecting, because the connection works. */
  settle(): void {
    this.#attempt = 0;
  }

  /** Gives up a connection that hangs, unless it has already been replaced. */
  giveUp(connection: object): void {
    if (connection !== this.#connection) return;
    this.#lose();
    this.#connection.disconnect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#reconnecting);
    this.#connection?.disconnect();
  }

  #open(): void {
    const node = this.nodes[this.#attempt % this.nodes.length];
    if (!node) throw new Error('REDIS_URL is empty');
    const connection = connectOnce(node);
    this.#connection = connection;
    // Errors lead to `close`. Without a listener the client would print them.
    connection.on('error', () => undefined);
    connection.on('message', (channel: string, message: string) => this.#channels.get(channel)?.(message));
    connection.once('ready', () => void this.#subscribe(connection));
    connection.once('close', () => connection === this.#connection && this.#lose());
    connection.once('end', () => this.#openLater());
  }

  async #subscribe(connection: Redis): Promise<void> {
    try {
      await connection.subscribe(...this.#channels.keys());
    } catch {
      connection.disconnect();
      return;
    }
    // The connection may have been lost before this continuation ran.
    if (connection !== this.#connection || connection.status !== 'ready') return;
    this.#listening = true;
    this.events.onListening();
  }

  #lose(): void {
    this.#listening = false;
    this.events.onLost();
  }

  #openLater(): void {
    if (this.#closed) return;
    this.#attempt += 1;
    this.#reconnecting = setTimeout(() => this.#open(), reconnectAfterMs(this.#attempt));
  }
}
