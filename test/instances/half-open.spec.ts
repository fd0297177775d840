import type { ServiceProcess } from '../support/process';
import { describeWithRedis, RedisServer } from '../support/redis';
import { TcpProxy } from '../support/tcp-proxy';
import { until } from '../support/until';
import { Instances } from './instances';

describeWithRedis('A half-open connection to Redis', () => {
  let redis: RedisServer;
  let proxy: TcpProxy;
  let instances: Instances;
  let one: ServiceProcess;
  let other: ServiceProcess;

  beforeAll(async () => {
    redis = await RedisServer.start();
    proxy = await TcpProxy.start(redis.port);
    instances = await Instances.before(redis);
    one = await instances.start();
    other = await instances.start({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    await Promise.all([one.ready(), other.ready()]);
  }, 60_000);
  afterAll(async () => {
    await instances.close();
    await proxy.close();
    await redis.close();
  });

  it.each([
    ['the one that listens', 'subscribe', 'alice'],
    ['the one that carries commands', 'publish', 'bob'],
  ])(
    'is detected and replaced, and missed revocations are read again: %s',
    async (_which, word, username) => {
      expect(proxy.silence(word)).toBe(1);
      const token = instances.token(username);
      expect((await instances.signOut(one, username)).status).toBe(204);
      await until('it is told', async () => (await other.verdictOn(token)) === 'token_revoked', 9000);
      // It may not have noticed yet; then it reports the revocation as pending.
      await until(
        'it shares again',
        async () => (await instances.signOut(other, username)).status === 204,
        9000,
      );
      await other.ready();
      expect(await one.verdictOn(token)).toBe('token_revoked');
    },
  );
});
