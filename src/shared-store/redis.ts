import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { RedisAddress } from '../config/redis.setting';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { LOGGER } from '../log/logger';

/** An answer that takes longer is of no use to a request; the store counts as gone. */
const COMMAND_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = 2000;
const PING_MS = 1000;
const MAXIMUM_RECONNECT_MS = 1000;

export type Connection = Redis | Cluster;

/**
 * The connections to Redis or Valkey: one for commands, one that listens. Nothing waits for a store that is gone:
 * commands fail at once while it is, and within a second when it hangs.
 */
@Injectable()
export class SharedStore implements OnApplicationShutdown {
  readonly commands: Connection;
  readonly listener: Connection;
  #up = false;
  readonly #pinging: NodeJS.Timeout;
  readonly #onUp: (() => void)[] = [];

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    if (!settings.redis) throw new Error('REDIS_URL is not set');
    this.commands = connect(settings.redis, { commandTimeout: COMMAND_TIMEOUT_MS });
    this.listener = connect(settings.redis, { commandTimeout: COMMAND_TIMEOUT_MS });
    for (const connection of [this.commands, this.listener]) {
      // The state is told by the pings; without a listener an error would end the process.
      connection.on('error', () => undefined);
    }
    for (const connection of [this.commands, this.listener]) connection.on('ready', () => void this.#ping());
    this.#pinging = setInterval(() => void this.#ping(), PING_MS).unref();
  }

  /** Whether the store answered when it was last asked, a second ago at most. */
  get up(): boolean {
    return this.#up;
  }

  /** Calls `listener` each time the store answers again. */
  onUp(listener: () => void): void {
    this.#onUp.push(listener);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#pinging);
    this.commands.disconnect();
    this.listener.disconnect();
  }

  async #ping(): Promise<void> {
    const before = this.#up;
    try {
      await Promise.all([this.commands.ping(), this.listener.ping()]);
      this.#up = true;
    } catch {
      this.#up = false;
    }
    if (this.#up === before) return;
    if (this.#up) {
      this.logger.info('the shared store answers');
      for (const listener of this.#onUp) listener();
    } else this.logger.warn('the shared store does not answer; going on with what is known');
  }
}

function connect({ nodes, cluster }: RedisAddress, options: RedisOptions): Connection {
  const retry = (attempt: number) => Math.min(attempt * 100, MAXIMUM_RECONNECT_MS);
  const common: RedisOptions = {
    ...options,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
  };
  const [first] = nodes;
  if (!first) throw new Error('REDIS_URL is empty');
  const { username, password, tls } = first;
  const access = { ...(username && { username }), ...(password && { password }), ...(tls && { tls: {} }) };
  if (cluster) {
    return new Cluster(
      nodes.map(({ host, port }) => ({ host, port })),
      {
        redisOptions: { ...common, ...access },
        clusterRetryStrategy: retry,
        enableOfflineQueue: false,
        // With TLS the certificate names the host and not the address that it resolves to.
        ...(tls && { dnsLookup: (address, callback) => callback(null, address) }),
      },
    );
  }
  const { host, port, database } = first;
  return new Redis({ ...common, ...access, host, port, db: database, retryStrategy: retry });
}
