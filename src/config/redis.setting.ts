import { z } from 'zod';

/** One address of a Redis or Valkey server. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
}

/** Where the shared state lives. */
export interface RedisAddress {
  /** Nodes of a cluster share the credentials of the first. */
  readonly nodes: readonly RedisNode[];
  readonly cluster: boolean;
}

const MESSAGE =
  'must be `redis://` or `rediss://` addresses, several for a cluster, or one that ends with `?cluster=true`';

/** `rediss://user:password@host:port/0`; several, separated by commas, are the nodes of a cluster. */
export const redisSetting = z.string().transform((value, context): RedisAddress => {
  const addresses = value.split(',').map((address) => address.trim());
  const urls = addresses.map((address) => (URL.canParse(address) ? new URL(address) : undefined));
  const nodes = urls.map((url) => url && toNode(url)).filter((node) => node !== undefined);
  if (nodes.length < addresses.length) {
    context.addIssue(MESSAGE);
    return z.NEVER;
  }
  return { nodes, cluster: nodes.length > 1 || urls[0]?.searchParams.get('cluster') === 'true' };
});

function toNode(url: URL): RedisNode | undefined {
  const database = url.pathname.slice(1);
  const known = url.protocol === 'redis:' || url.protocol === 'rediss:';
  if (!known || url.hostname === '' || !/^\d{0,3}$/.test(database)) return undefined;
  const { username, password } = url;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    tls: url.protocol === 'rediss:',
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    database: Number(database || 0),
  };
}
