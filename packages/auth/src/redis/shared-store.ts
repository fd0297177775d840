import { randomUUID } from 'node:crypto';
import type { OnApplicationShutdown } from '@nestjs/common';
import { COMMAND_TIMEOUT_MS, connect, type Connection } from './connections.ts';
import { within } from './deadline.ts';
import { Listener } from './listener.ts';
import type { RedisAddress } from './redis-url.ts';

/** How often the store is probed. */
const PROBE_MS = 1000;

/** Writes when the store is lost and when it is back. */
export interface StoreLogger {
  info(message: string): void;
  warn(message: string): void;
}

/**
 * Redis or Valkey. Nothing waits for a store that is gone: commands fail at once while it is, and within a second when
 * it hangs.
 */
export class SharedStore implements OnApplicationShutdown {
  readonly #commands: Connection;
  readonly #listener: Listener;
  readonly #echoChannel = `lifeguard:echo:${randomUUID()}`;
  readonly #onListening: (() => void)[] = [];
  readonly #onUp: (() => void)[] = [];
  /** Commands are answered. */
  #answers = false;
  /** Published messages arrive. */
  #hears = false;
  #wasUp: boolean | undefined;
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
    // The probes find out the state. Without a listener the client would print errors.
    this.#commands.on('error', () => undefined);
    this.#commands.on('ready', () => void this.#probe());
    this.#commands.on('close', () => this.#tell(false, false));
    this.#listener = new Listener(address.nodes, {
      onListening: () => {
        for (const listener of this.#onListening) listener();
        void this.#probe();
      },
      onLost: () => this.#tell(this.#answers, false),
    });
    this.#listener.add(this.#echoChannel, (word) => this.#onEcho?.(word));
    this.#timer = setInterval(() => void this.#probe(), PROBE_MS).unref();
  }

  /** Whether the last probe succeeded, a second ago, or two when the store hangs: it answers, and messages arrive. */
  get up(): boolean {
    return this.#answers && this.#hears;
  }

  /**
   * Runs commands.
   *
   * @throws the failure: at once while the store is gone, and after `ms` when it hangs.
   */
  async run<T>(commands: (connection: Connection) => Promise<T>, ms = COMMAND_TIMEOUT_MS): Promise<T> {
    if (!this.#answers) throw new Error('the shared store does not answer');
    return within(commands(this.#commands), ms);
  }

  /** Calls `onMessage` for every message that is published on a channel from now on. */
  listen(channel: string, onMessage: (message: string) => void): void {
    this.#listener.add(channel, onMessage);
  }

  /** Calls `listener` each time that messages begin to arrive: those published before were missed. */
  onListening(listener: () => void): void {
    this.#onListening.push(listener);
  }

  /** Calls `listener` each time the store answers again. */
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
   * Publishes a word and waits for it to arrive. It takes the same way as revocations, so that a connection that is open
   * but dead is noticed.
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
    const hears = answers && current !== undefined && (await succeeds(echo));
    if (hears) this.#listener.settle();
    else if (answers && current) this.#listener.giveUp(current);
    this.#probing = false;
    this.#tell(answers, hears && current === this.#listener.current);
    if (this.#probeAgain) void this.#probe();
  }

  #tell(answers: boolean, hears: boolean): void {
    this.#answers = answers;
    this.#hears = hears;
    if (this.up === this.#wasUp || this.#closed) return;
    this.#wasUp = this.up;
    if (this.up) {
      this.logger.info('the shared store answers');
      for (const listener of this.#onUp) listener();
    } else this.logger.warn('the shared store does not answer; going on with what is known');
  }
}

const succeeds = (promise: Promise<unknown>): Promise<boolean> =>
  within(promise, COMMAND_TIMEOUT_MS).then(
    () => true,
    () => false,
  );
