import { Inject, Injectable } from '@nestjs/common';
import { fromKey, keyOf, LIFE_SECONDS, RevocationChannel, type TimedRevocation } from 'lifeguard-auth';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { SharedStore } from '../store/redis';

/** So many entries are read at a time. */
const PAGE = 5000;
/** The set outlives its youngest entry, whatever the tolerance is, and does not outlive the service for long. */
const SET_LIFE_SECONDS = LIFE_SECONDS + 3600;
/** As many as the instances hold of all kinds together. */
const MAXIMUM_ENTRIES = 400_000;

/**
 * Writes and tells in one step: an entry that is in the set was told. When the set is full, its oldest entries give
 * way to a floor, as in every instance: whatever was issued up to their time is revoked.
 *
 * ARGV: the second before which entries are dropped, the life of the set, how many it may hold, the tolerance, the
 * message, and then a second and a name for each entry.
 */
const PUSH = `
for index = 6, #ARGV, 2 do redis.call('ZADD', KEYS[1], 'GT', ARGV[index], ARGV[index + 1]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local excess = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[3])
if excess > 0 then
  local last = redis.call('ZRANGE', KEYS[1], excess, excess, 'WITHSCORES')
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, excess)
  redis.call('ZADD', KEYS[1], 'GT', tonumber(last[2]) + tonumber(ARGV[4]), 'all:')
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('PUBLISH', KEYS[1], ARGV[5])`;

/**
 * Revocations in Redis: one sorted set, scored with the second from which each holds, and one channel of the same
 * name that tells each new one. The set is bounded by time: what is older than the life of a token is dropped with
 * every write.
 */
@Injectable()
export class RedisRevocationChannel extends RevocationChannel {
  readonly #name: string;
  readonly #toleranceSeconds: number;

  constructor(
    private readonly store: SharedStore,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super();
    this.#name = `lifeguard:{${settings.userPoolId}}:revocations`;
    this.#toleranceSeconds = settings.clockToleranceSeconds;
  }

  async push(revocations: readonly TimedRevocation[]): Promise<void> {
    if (revocations.length === 0) return;
    const members = revocations.flatMap(({ revocation, at }) => [at, keyOf(revocation)]);
    const oldest = Math.floor(Date.now() / 1000) - SET_LIFE_SECONDS;
    const bounds = [oldest, SET_LIFE_SECONDS, MAXIMUM_ENTRIES, this.#toleranceSeconds];
    await this.store.run((redis) =>
      redis.eval(PUSH, 1, this.#name, ...bounds, JSON.stringify(members), ...members),
    );
  }

  // A scan, since it returns every member that is there throughout, whatever is written meanwhile.
  async readSince(since: number): Promise<TimedRevocation[]> {
    const read: TimedRevocation[] = [];
    let cursor = '0';
    do {
      const from = cursor;
      const [next, page] = await this.store.run((redis) => redis.zscan(this.#name, from, 'COUNT', PAGE));
      for (let index = 0; index < page.length; index += 2) read.push(...parse(page[index + 1], page[index]));
      cursor = next;
    } while (cursor !== '0');
    return read.filter(({ at }) => at >= since);
  }

  listen(onRevocation: (revocation: TimedRevocation) => void, onConnected: () => void): void {
    const onMessage = (message: string) => {
      for (const each of parseMessage(message)) onRevocation(each);
    };
    this.store.listen(this.#name, onMessage, onConnected);
    // Commands may have been lost while messages were still heard.
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
