import { Redis } from 'ioredis';
import { redisRevocations } from 'lifeguard-auth/redis';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';

const logger = { info: () => undefined, warn: () => undefined };
const POOLS = [
  { name: 'customers', id: 'eu-west-1_Customers' },
  { name: 'staff', id: 'eu-west-1_Staff' },
] as const;

const token = (sub: string, pool?: string) => ({
  sub,
  groups: [],
  claims: { iat: Math.floor(Date.now() / 1000) - 60 },
  ...(pool !== undefined && { pool }),
});

describeWithRedis('redisRevocations', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.close());

  const start = async (...pools: (typeof POOLS)[number][]) => {
    const [first = POOLS[0], ...others] = pools;
    const revocations = redisRevocations({ url: redis.url, logger })({
      tolerance: 5,
      pools: [first, ...others],
    });
    await revocations.onModuleInit();
    await until('it is synced', () => revocations.synced);
    return revocations;
  };

  it('shares each revocation with the instances of its pool, regardless of their other pools', async () => {
    const [both, staff] = [await start(...POOLS), await start(POOLS[1])];
    await both.revokeUser('alice', { pool: 'staff', reason: 'disabled' });
    await both.revokeUser('alice');
    await until('the other instance knows', () => staff.isRevoked(token('alice', 'staff')));
    expect(staff.find(token('alice', 'staff'))?.reason).toBe('disabled');
    expect(both.find(token('alice', 'customers'))?.reason).toBe('revoked');
    const late = await start(POOLS[0]);
    expect([late.size, late.isRevoked(token('alice'))]).toEqual([1, true]);
    for (const each of [both, staff, late]) each.onApplicationShutdown();
  });

  it('is not synced while its set cannot be read, and still refuses known revoked tokens', async () => {
    const revocations = await start(POOLS[0]);
    const client = new Redis(redis.port, '127.0.0.1');
    const key = 'lifeguard:{eu-west-1_Customers}:revocations:2';
    await client.del(key);
    await client.set(key, 'of another type');
    expect(await revocations.revokeUser('bob')).toBe('local');
    await until('it is not synced', () => !revocations.synced);
    expect(revocations.isRevoked(token('bob'))).toBe(true);
    await client.del(key);
    await until('it is synced', () => revocations.synced);
    await until('it has shared the rest', () => revocations.pending === 0);
    expect(await client.zcard(key)).toBeGreaterThan(0);
    client.disconnect();
    revocations.onApplicationShutdown();
  });

  it.each(['http://a', 'redis://:pa%ss@a', 'redis://a?tls=true'])('throws for the address %s', (url) => {
    expect(() => redisRevocations({ url })).toThrow(TypeError);
  });
});
