import { createRequire } from 'node:module';
import type { Cluster, Redis, RedisOptions } from 'ioredis';
import type { RedisAddress, RedisNode } from './redis-url.ts';

/** A store that takes longer to respond to a command is considered to hang. */
export const COMMAND_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = 2000;
/** A connection that is silent for longer, with commands in flight, is replaced. */
const SOCKET_TIMEOUT_MS = 1500;
/** How long a server may take to close a connection that we have closed. */
const DISCONNECT_TIMEOUT_MS = 200;
const MAX_RECONNECT_MS = 1000;

const load = createRequire(import.meta.url);

/** Loaded on the first connection, so that applications without a store never load it. */
const client = (): typeof import('ioredis') => load('ioredis') as typeof import('ioredis');

/** The connection for commands: to one server, or to the nodes of a cluster. */
export type Connection = Redis | Cluster;

/** How long to wait before connecting for the `attempt`-th time. */
export const reconnectAfterMs = (attempt: number): number => Math.min(attempt * 100, MAX_RECONNECT_MS);

/** Options of every connection: no command is queued for later, and every command has a timeout. */
function commonOptions({ username, password, tls }: RedisNode): RedisOptions {
  return {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // ioredis resubscribes without handling the promise: a timeout would end the process.
    autoResubscribe: false,
    ...(username && { username }),
    ...(password && { password }),
    ...(tls && { tls: {} }),
  };
}

/** A connection to one node that does not reconnect. */
export function connectOnce(node: RedisNode): Redis {
  const { host, port, database } = node;
  return new (client().Redis)({
    ...commonOptions(node),
    host,
    port,
    db: database,
    enableOfflineQueue: false,
    retryStrategy: null,
  });
}

/** A connection for commands that reconnects by itself. */
export function connect({ nodes, cluster }: RedisAddress): Connection {
  const [first] = nodes;
  if (!first) throw new Error('REDIS_URL is empty');
  if (cluster) return connectCluster(nodes, first);
  const { host, port, database } = first;
  return new (client().Redis)({
    ...commonOptions(first),
    host,
    port,
    db: database,
    enableOfflineQueue: false,
    retryStrategy: reconnectAfterMs,
  });
}

function connectCluster(nodes: readonly RedisNode[], first: RedisNode): Cluster {
  return new (client().Cluster)(
    nodes.map(({ host, port }) => ({ host, port })),
    {
      redisOptions: commonOptions(first),
      clusterRetryStrategy: reconnectAfterMs,
      enableOfflineQueue: false,
      slotsRefreshTimeout: COMMAND_TIMEOUT_MS,
      // With TLS the certificate names the host, not the address that it resolves to.
      ...(first.tls && { dnsLookup: (address, callback) => callback(null, address) }),
    },
  );
}
