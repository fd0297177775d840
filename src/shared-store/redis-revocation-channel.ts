import { Inject, Injectable } from '@nestjs/common';
import { RevocationChannel, type TimedRevocation } from '../auth/revocation/revocation-channel';
import { fromKey, keyOf, LIFE_SECONDS } from '../auth/revocation/revocation-table';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { SharedStore } from './redis';

/** So many entries are read at a time. */
const PAGE = 5000;
/** The set outlives its youngest entry, whatever the tolerance is, and does not outlive the service for long. */
const SET_LIFE_SECONDS = LIFE_SECONDS + 3600;

/**
 * Revocations in Redis: one sorted set, scored with the second from which each holds, and one channel that tells each
 * new one. The set is bounded by time: what is older than the life of a token is dropped with every write.
 */
@Injectable()
export class RedisRevocationChannel extends RevocationChannel {
  readonly #name: string;

  constructor(
    private readonly store: SharedStore,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super();
    // The braces keep the set in one slot of a cluster.
    this.#name = `lifeguard:{${settings.userPoolId}}:revocations`;
  }

  async push(revocations: readonly TimedRevocation[]): Promise<void> {
    if (revocations.length === 0) return;
    const members = revocations.flatMap(({ revocation, at }) => [at, keyOf(revocation)]);
    const oldest = Math.floor(Date.now() / 1000) - SET_LIFE_SECONDS;
    const results = await this.store.commands
      .multi()
      .zadd(this.#name, 'GT', ...members)
      .zremrangebyscore(this.#name, '-inf', oldest)
      .expire(this.#name, SET_LIFE_SECONDS)
      .exec();
    const failure = results?.find(([error]) => error !== null)?.[0];
    if (!results || failure) throw failure ?? new Error('the revocations were not written');
    await this.store.commands.publish(this.#name, JSON.stringify(members));
  }

  // A scan, since it returns every member that is there throughout, whatever is written meanwhile.
  async readSince(since: number): Promise<TimedRevocation[]> {
    const read: TimedRevocation[] = [];
    let cursor = '0';
    do {
      const [next, page] = await this.store.commands.zscan(this.#name, cursor, 'COUNT', PAGE);
      for (let index = 0; index < page.length; index += 2) read.push(...parse(page[index + 1], page[index]));
      cursor = next;
    } while (cursor !== '0');
    return read.filter(({ at }) => at >= since);
  }

  listen(onRevocation: (revocation: TimedRevocation) => void, onConnected: () => void): void {
    const { listener } = this.store;
    listener.on('message', (_channel: string, message: string) => {
      for (const each of parseMessage(message)) onRevocation(each);
    });
    listener.on('ready', () => {
      listener.subscribe(this.#name).then(onConnected, () => undefined);
    });
    // A store that hung has told nothing in the meantime, although no connection was lost.
    this.store.onUp(onConnected);
  }
}

function parse(at: unknown, key: unknown): TimedRevocation[] {
  const revocation = typeof key === 'string' ? fromKey(key) : undefined;
  const second = Number(at);
  return revocation && Number.isFinite(second) ? [{ revocation, at: second }] : [];
}

function parseMessage(message: string): TimedRevocation[] {
  try {
    const members: unknown = JSON.parse(message);
    if (!Array.isArray(members)) return [];
    return members.flatMap((key, index) => (index % 2 === 1 ? parse(members[index - 1], key) : []));
  } catch {
    return [];
  }
}
