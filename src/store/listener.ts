import type { Redis } from 'ioredis';
import type { RedisNode } from '../config/redis.setting';
import { connectOnce, reconnectAfterMs } from './connections';

/** What becomes of a listener. */
export interface ListenerEvents {
  /** Messages begin to arrive, on every channel so far; what was published before was not heard. */
  onListening(): void;
  /** They have ceased to arrive. */
  onLost(): void;
}

/**
 * Hears what is published. There is one connection at a time, to one node: a cluster passes what is published on to
 * every node. A connection that is lost or given up is followed by a new one, to the next node.
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

  /** The connection that messages come by, as far as is known: it may hang. */
  get current(): object | undefined {
    return this.#listening ? this.#connection : undefined;
  }

  /** Calls `onMessage` for everything that is heard on a channel from now on. */
  add(channel: string, onMessage: (message: string) => void): void {
    this.#channels.set(channel, onMessage);
    // On a connection that is not there yet, all channels are subscribed to together.
    if (this.#connection?.status === 'ready') void this.#subscribe(this.#connection);
  }

  /** The connection has proved to work: when it is lost, the next one is tried at once. */
  settle(): void {
    this.#attempt = 0;
  }

  /** Gives a connection up that was found to hang, unless another one has taken its place. */
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
    // What is wrong shows in what follows; without a listener an error would be printed.
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
    // It may have been lost while the answer was on its way through the event loop.
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
