import { LIFE_SECONDS } from '../revocation/pool-revocations.ts';
import { RevocationChannel } from '../revocation/revocation-channel.ts';
import { fromKey, keyOf } from '../revocation/revocation-key.ts';
import type { TimedRevocation } from '../revocation/revocation.ts';
import { PUSH_SCRIPT } from './push.script.ts';
import type { SharedStore } from './shared-store.ts';

/** Number of entries to read at a time. */
const PAGE = 5000;
/** Lifetime of the set: longer than that of its newest entry for any tolerance, but not much longer. */
const SET_LIFE_SECONDS = LIFE_SECONDS + 3600;
/** Maximum number of entries: as many as an instance keeps of all kinds together. */
const MAX_ENTRIES = 400_000;

export interface ChannelOptions {
  /** User pool ids by the name of the pool in revocations; the first pool may have no name. */
  readonly pools: readonly { readonly name?: string | undefined; readonly id: string }[];
  /** Clock tolerance in seconds. */
  readonly tolerance: number;
}

interface Pool {
  readonly name: string | undefined;
  /** The key of the set and the name of the message channel. The number is the version of the format. */
  readonly key: string;
}

/**
 * Revocations in Redis: for each user pool a sorted set of keys (`keyOf`), scored with the second of the revocation, and
 * a message channel of the same name. A message is a JSON array of seconds and keys in turn. Every write drops entries
 * that are older than the life of a token.
 */
export class RedisRevocationChannel extends RevocationChannel {
  readonly #pools: readonly Pool[];

  constructor(
    private readonly store: SharedStore,
    private readonly options: ChannelOptions,
  ) {
    super();
    this.#pools = options.pools.map(({ name, id }) => ({ name, key: `lifeguard:{${id}}:revocations:2` }));
  }

  async push(revocations: readonly TimedRevocation[]): Promise<void> {
    for (const [index, { name, key }] of this.#pools.entries()) {
      const isOwn = ({ revocation: { pool } }: TimedRevocation) =>
        pool === name || (pool === undefined && index === 0);
      await this.#pushTo(key, revocations.filter(isOwn));
    }
  }

  async readSince(since: number): Promise<TimedRevocation[]> {
    const all: TimedRevocation[] = [];
    for (const pool of this.#pools) all.push(...(await this.#read(pool)));
    return all.filter(({ at }) => at >= since);
  }

  listen(onRevocation: (revocation: TimedRevocation) => void, onConnected: () => void): void {
    for (const pool of this.#pools) {
      const onMessage = (message: string) => {
        for (const each of parseMessage(message, pool)) onRevocation(each);
      };
      this.store.listen(pool.key, onMessage);
    }
    this.store.onListening(onConnected);
    // Commands may have failed while messages still arrived.
    this.store.onUp(onConnected);
  }

  async #pushTo(key: string, revocations: readonly TimedRevocation[]): Promise<void> {
    if (revocations.length === 0) return;
    const members = revocations.flatMap(({ revocation, at }) => [at, keyOf(revocation)]);
    const oldest = Math.floor(Date.now() / 1000) - SET_LIFE_SECONDS;
    const bounds = [oldest, SET_LIFE_SECONDS, MAX_ENTRIES, this.options.tolerance];
    await this.store.run((redis) =>
      redis.eval(PUSH_SCRIPT, 1, key, ...bounds, JSON.stringify(members), ...members),
    );
  }

  // ZSCAN returns every member that is present during the whole scan, even if others are written meanwhile.
  async #read(pool: Pool): Promise<TimedRevocation[]> {
    const read: TimedRevocation[] = [];
    let cursor = '0';
    do {
      const from = cursor;
      const [next, page] = await this.store.run((redis) => redis.zscan(pool.key, from, 'COUNT', PAGE));
      for (let index = 0; index < page.length; index += 2)
        read.push(...parse(page[index + 1], page[index], pool));
      cursor = next;
    } while (cursor !== '0');
    return read;
  }
}

function parse(at: unknown, key: unknown, { name }: Pool): TimedRevocation[] {
  const revocation = typeof key === 'string' ? fromKey(key) : undefined;
  const second = Number(at);
  if (!revocation || !Number.isFinite(second)) return [];
  return [{ revocation: name === undefined ? revocation : { ...revocation, pool: name }, at: second }];
}

function parseMessage(message: string, pool: Pool): TimedRevocation[] {
  try {
    const members: unknown = JSON.parse(message);
    if (!Array.isArray(members)) return [];
    return members.flatMap((key, index) => (index % 2 === 1 ? parse(members[index - 1], key, pool) : []));
  } catch {
    return [];
  }
}
