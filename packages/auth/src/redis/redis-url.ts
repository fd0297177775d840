/** One address of a Redis or Valkey server. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
}

/** The address of the shared store. */
export interface RedisAddress {
  /** Nodes of a cluster share the credentials of the first. */
  readonly nodes: readonly RedisNode[];
  readonly cluster: boolean;
}

/** What `parseRedisUrl` requires, for error messages. */
export const REDIS_URL_RULE =
  'must be `redis://` or `rediss://` addresses, all of one scheme, several for a cluster, or one that ends with ' +
  '`?cluster=true`; anything else in the address has to be percent-encoded';

/**
 * Parses `rediss://user:password@host:port/0`. Several addresses, separated by commas, are the nodes of a cluster.
 *
 * @returns undefined for any other form: an unknown parameter, a fragment, an invalid percent-encoding, or different
 * schemes. Ignoring one of these could send a password in plain text.
 */
export function parseRedisUrl(text: string): RedisAddress | undefined {
  const urls = text.split(',').map((address) => toUrl(address.trim()));
  const nodes = urls.map((url) => url && toNode(url)).filter((node) => node !== undefined);
  const first = nodes[0];
  if (!first || nodes.length < urls.length || nodes.some(({ tls }) => tls !== first.tls)) return undefined;
  return { nodes, cluster: nodes.length > 1 || urls[0]?.search === '?cluster=true' };
}

const toUrl = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined);

function toNode(url: URL): RedisNode | undefined {
  const database = url.pathname.slice(1);
  const isKnown = ['redis:', 'rediss:'].includes(url.protocol) && ['', '?cluster=true'].includes(url.search);
  if (!isKnown || url.hash !== '' || url.hostname === '' || !/^\d{0,3}$/.test(database)) return undefined;
  const [username, password] = [decode(url.username), decode(url.password)];
  if (username === undefined || password === undefined) return undefined;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    tls: url.protocol === 'rediss:',
    ...(username && { username }),
    ...(password && { password }),
    database: Number(database || 0),
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
