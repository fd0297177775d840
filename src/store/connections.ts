import type { Cluster, Redis, RedisOptions } from 'ioredis';
import type { RedisAddress, RedisNode } from '../config/redis.setting';

/** An answer that takes longer is of no use to a request; the store counts as hanging. */
export const COMMAND_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = 2000;
/** A connection that has been silent for so long, with commands in flight, is given up for a new one. */
const SOCKET_TIMEOUT_MS = 1500;
/** So long a server may take to close a connection that we have closed. */
const DISCONNECT_TIMEOUT_MS = 200;
const MAXIMUM_RECONNECT_MS = 1000;

/** Loaded where a store is set: the others start without it. */
const client = (): typeof import('ioredis') => require('ioredis') as typeof import('ioredis');

/** How commands reach the store: one connection, or one to each node of a cluster that is asked. */
export type Connection = Redis | Cluster;

/** How long to wait before connecting for the `attempt`-th time. */
export const reconnectAfterMs = (attempt: number): number => Math.min(attempt * 100, MAXIMUM_RECONNECT_MS);

/** What every connection has in common: nothing is ever kept to be sent later, and nothing waits without end. */
function commonOptions({ username, password, tls }: RedisNode): RedisOptions {
  return {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // The client resubscribes with a promise that nobody handles: a time-out would end the process.
    autoResubscribe: false,
    ...(username && { username }),
    ...(password && { password }),
    ...(tls && { tls: {} }),
  };
}

/** A connection to one node that does not come back by itself. */
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

/** A connection that carries commands, and comes back by itself. */
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
      // With TLS the certificate names the host and not the address that it resolves to.
      ...(first.tls && { dnsLookup: (address, callback) => callback(null, address) }),
    },
  );
}
