import { parseRedisUrl, SharedStore } from 'lifeguard-auth/redis';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';

describeWithRedis('The log of a connection to Redis', () => {
  let redis: RedisServer;
  let store: SharedStore | undefined;

  beforeEach(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    store?.onApplicationShutdown();
    await redis.kill();
  });

  function open(): { store: SharedStore; lines: string[] } {
    const address = parseRedisUrl(redis.url);
    if (!address) throw new Error(redis.url);
    const lines: string[] = [];
    store = new SharedStore(address, {
      info: (line) => lines.push(`info ${line}`),
      warn: (line) => lines.push(`warn ${line}`),
    });
    return { store, lines };
  }

  it('says that Redis responds, then that it does not, then that it does', async () => {
    const opened = open();
    await until('Redis is reached', () => opened.store.up);
    expect(opened.lines).toEqual(['info the shared store responds']);
    await redis.kill();
    await until('the loss is logged', () => opened.lines.length === 2);
    await redis.restart();
    await until('the return is logged', () => opened.lines.length === 3);
    expect(opened.lines.slice(1)).toEqual([
      'warn the shared store does not respond; continuing without it',
      'info the shared store responds',
    ]);
  });

  it('warns at the start if Redis cannot be reached', async () => {
    await redis.kill();
    const { lines } = open();
    await until('the warning is logged', () => lines.length > 0);
    await redis.restart();
    await until('the first response is logged', () => lines.length > 1);
    expect(lines).toEqual([
      'warn the shared store does not respond; continuing without it',
      'info the shared store responds',
    ]);
  });
});
