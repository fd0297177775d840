import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { LOGGER } from '../log/logger';
import { COMMAND_TIMEOUT_MS, connect, type Connection } from './connections';
import { within } from './deadline';
import { Listener } from './listener';

/** How often the store is asked whether it is there. */
const PROBE_MS = 1000;

/**
 * Redis or Valkey. Nothing waits for a store that is gone: commands fail at once while it is, and within a second
 * when it hangs.
 */
@Injectable()
export class SharedStore implements OnApplicationShutdown {
  readonly #commands: Connection;
  readonly #listener: Listener;
  readonly #echoChannel = `lifeguard:echo:${randomUUID()}`;
  readonly #onListening: (() => void)[] = [];
  readonly #onUp: (() => void)[] = [];
  /** Commands are answered. */
  #answers = false;
  /** What is published arrives here. */
  #hears = false;
  #wasUp: boolean | undefined;
  #onEcho: ((word: string) => void) | undefined;
  #probing = false;
  #probeAgain = false;
  #closed = false;
  readonly #timer: NodeJS.Timeout;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    if (!settings.redis) throw new Error('REDIS_URL is not set');
    this.#commands = connect(settings.redis);
    // The state is told by the probes; without a listener an error would be printed.
    this.#commands.on('error', () => undefined);
    this.#commands.on('ready', () => void this.#probe());
    this.#commands.on('close', () => this.#tell(false, false));
    this.#listener = new Listener(settings.redis.nodes, {
      onListening: () => {
        for (const listener of this.#onListening) listener();
        void this.#probe();
      },
      onLost: () => this.#tell(this.#answers, false),
    });
    this.#listener.add(this.#echoChannel, (word) => this.#onEcho?.(word));
    this.#timer = setInterval(() => void this.#probe(), PROBE_MS).unref();
  }

  /** Whether the store answered and was heard when it was last asked: a second ago, two when it hangs. */
  get up(): boolean {
    return this.#answers && this.#hears;
  }

  /**
   * Carries out commands.
   *
   * @throws what went wrong: at once while the store is gone, and after `ms` when it hangs.
   */
  async run<T>(commands: (connection: Connection) => Promise<T>, ms = COMMAND_TIMEOUT_MS): Promise<T> {
    if (!this.#answers) throw new Error('the shared store does not answer');
    return within(commands(this.#commands), ms);
  }

  /**
   * Calls `onMessage` for what is published on a channel, and `onListening` each time that it begins to arrive: what
   * was published before then was not heard.
   */
  listen(channel: string, onMessage: (message: string) => void, onListening: () => void): void {
    this.#onListening.push(onListening);
    this.#listener.add(channel, onMessage);
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
   * Publishes a word and waits to hear it. It takes the way that revocations take, so that a connection which is open
   * and brings nothing any more is found out.
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
