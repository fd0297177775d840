import { randomUUID } from 'node:crypto';
import type { OnApplicationShutdown } from '@nestjs/common';
import { COMMAND_TIMEOUT_MS, connect, type Connection } from './connections.ts';
import { within } from './deadline.ts';
import { Listener } from './listener.ts';
import type { RedisAddress } from './redis-url.ts';

/** Interval between probes, in milliseconds. */
const PROBE_MS = 1000;

/** Receives a message when the store becomes unreachable and when it is back. */
export interface StoreLogger {
  info(message: string): void;
  warn(message: string): void;
}

/**
 * A connection to Redis or Valkey. Commands fail immediately while the store is unreachable, and within a
 * second if it hangs.
 */
export class SharedStore implements OnApplicationShutdown {
  readonly #commands: Connection;
  readonly #listener: Listener;
  readonly #echoChannel = `lifeguard:echo:${randomUUID()}`;
  readonly #onListening: (() => void)[] = [];
  readonly #onUp: (() => void)[] = [];
  /** Whether the store responds to commands. */
  #answers = false;
  /** Whether published messages arrive. */
  #receives = false;
  #wasUp: boolean | undefined;
  /**
   * True for the first second, unless a connection fails. The two connections open one after the other, so until then a
   * failed probe does not mean that the store is unreachable.
   */
  #opening = true;
  #onEcho: ((word: string) => void) | undefined;
  #probing = false;
  #probeAgain = false;
  #closed = false;
  readonly #timer: NodeJS.Timeout;

  constructor(
    address: RedisAddress,
    private readonly logger: StoreLogger,
  ) {
    this.#commands = connect(address);
    // The probes determine the state. Without a listener the client would print errors.
    this.#commands.on('error', () => undefined);
    this.#commands.on('ready', () => void this.#probe());
    this.#commands.on('close', () => {
      this.#opening = false;
      this.#update(false, false);
    });
    this.#listener = new Listener(address.nodes, {
      onListening: () => {
        for (const listener of this.#onListening) listener();
        void this.#probe();
      },
      onLost: () => this.#update(this.#answers, false),
    });
    this.#listener.add(this.#echoChannel, (word) => this.#onEcho?.(word));
    this.#timer = setInterval(() => {
      this.#opening = false;
      void this.#probe();
    }, PROBE_MS).unref();
  }

  /**
   * Whether the last probe succeeded: the store responds, and messages arrive. The probe is up to a second old, or
   * two if the store hangs.
   */
  get up(): boolean {
    return this.#answers && this.#receives;
  }

  /**
   * Runs commands.
   *
   * @throws Error immediately while the store is unreachable, and after `ms` milliseconds if it hangs.
   */
  async run<T>(commands: (connection: Connection) => Promise<T>, ms = COMMAND_TIMEOUT_MS): Promise<T> {
    if (!this.#answers) throw new Error('the shared store does not respond');
    return within(commands(this.#commands), ms);
  }

  /** Calls `onMessage` for every message that is published on a channel from now on. */
  listen(channel: string, onMessage: (message: string) => void): void {
    this.#listener.add(channel, onMessage);
  }

  /** Calls `listener` each time that messages begin to arrive; those published earlier were missed. */
  onListening(listener: () => void): void {
    this.#onListening.push(listener);
  }

  /** Calls `listener` each time the store responds again. */
  onUp(listener: () => void): void {
    this.#onUp.push(listener);
  }

  onApplicationShutdown(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#commands.disconnect();
    this.#listener.close();
  }

  /**
   * Publishes a word and waits for it to arrive. The word takes the same path as revocations, so an open but dead
   * connection is detected.
   */
  async #probe(): Promise<void> {
    this.#probeAgain = this.#probing;
    if (this.#probing || this.#closed) return;
    this.#probing = true;
    const { current } = this.#listener;
    const word = randomUUID();
    const echo = new Promise<void>((resolve) => {
      this.#onEcho = (heard) => heard === word && resolve();
    });
    const answers = await succeeds(this.#commands.publish(this.#echoChannel, word));
    this.#answers = answers;
    const receives = answers && current !== undefined && (await succeeds(echo));
    if (receives) this.#listener.settle();
    else if (answers && current) this.#listener.giveUp(current);
    this.#probing = false;
    this.#update(answers, receives && current === this.#listener.current);
    if (this.#probeAgain) void this.#probe();
  }

  #update(answers: boolean, receives: boolean): void {
    this.#answers = answers;
    this.#receives = receives;
    if (this.up === this.#wasUp || this.#closed) return;
    if (!this.up && this.#opening && this.#wasUp === undefined) return;
    this.#wasUp = this.up;
    if (this.up) {
      this.logger.info('the shared store responds');
      for (const listener of this.#onUp) listener();
    } else this.logger.warn('the shared store does not respond; continuing without it');
  }
}

const succeeds = (promise: Promise<unknown>): Promise<boolean> =>
  within(promise, COMMAND_TIMEOUT_MS).then(
    () => true,
    () => false,
  );
