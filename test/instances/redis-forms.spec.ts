import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { makeCertificate } from '../support/certificate';
import type { ServiceProcess } from '../support/process';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';
import { Instances } from './instances';

describeWithRedis('REDIS_URL', () => {
  let instances: Instances;
  const servers: RedisServer[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));

  beforeAll(async () => {
    instances = await Instances.before(undefined);
  });
  afterAll(async () => {
    await instances.close();
    for (const server of servers) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const startRedis = async (...options: string[]): Promise<RedisServer> => {
    const server = await RedisServer.start(...options);
    servers.push(server);
    return server;
  };

  const startTwo = async (environment: Record<string, string>): Promise<[ServiceProcess, ServiceProcess]> => {
    const two = await Promise.all([instances.start(environment), instances.start(environment)]);
    for (const instance of two) await instance.ready();
    return two;
  };

  /** A user is signed out at one instance and refused at the other. */
  const expectShared = async ([one, other]: [ServiceProcess, ServiceProcess], username: string) => {
    const token = instances.token(username);
    expect(await other.verdictOn(token)).toBe('valid');
    expect((await instances.signOut(one, username)).status).toBe(204);
    await until('refused', async () => (await other.verdictOn(token)) === 'token_revoked', 3000);
  };

  it('accepts a password alone, and an ACL user with the documented rights only', async () => {
    const redis = await startRedis('--requirepass', 'default:secret');
    const admin = new Redis(redis.port, '127.0.0.1', { password: 'default:secret' });
    await admin.acl(
      'SETUSER',
      'lifeguard',
      'on',
      '>p@ss/word',
      '~lifeguard:*',
      '&lifeguard:*',
      '+@connection',
      '+info',
      '+eval',
      '+publish',
      '+subscribe',
      '+zadd',
      '+zcard',
      '+zrange',
      '+zscan',
      '+zremrangebyscore',
      '+zremrangebyrank',
      '+expire',
      '+pexpire',
      '+pttl',
      '+incr',
      '+decr',
      '+get',
      '+del',
      '+set',
    );
    admin.disconnect();
    const password = encodeURIComponent('default:secret');
    const byPassword = await instances.start({ REDIS_URL: `redis://:${password}@127.0.0.1:${redis.port}` });
    const user = `lifeguard:${encodeURIComponent('p@ss/word')}`;
    const byUser = await instances.start({ REDIS_URL: `redis://${user}@127.0.0.1:${redis.port}` });
    for (const instance of [byPassword, byUser]) await instance.ready();
    await expectShared([byPassword, byUser], 'alice');
    await expectShared([byUser, byPassword], 'bob');
    for (const instance of [byPassword, byUser]) await instance.stop();
  });

  it('with a wrong password leaves the instance serving but not ready, and logs no secret', async () => {
    const redis = await startRedis('--requirepass', 'right-password');
    const instance = await instances.start({ REDIS_URL: `redis://:wrong-password@127.0.0.1:${redis.port}` });
    expect(await instance.verdictOn(instances.token('user01'))).toBe('valid');
    expect(await instance.isReady()).toBe(false);
    expect((await instances.signOut(instance, 'user01')).status).toBe(202);
    expect((await instance.stop()).code).toBe(0);
    expect(instance.log.join('\n')).not.toContain('wrong-password');
  });

  it('accepts TLS, and trusts only the certificates of the machine', async () => {
    const certificate = makeCertificate(folder);
    const redis = await startRedis(
      '--tls-port',
      '<port>',
      '--tls-auth-clients',
      'no',
      '--tls-cert-file',
      certificate.cert,
      '--tls-key-file',
      certificate.key,
      '--tls-ca-cert-file',
      certificate.cert,
    );
    const REDIS_URL = `rediss://localhost:${redis.port}`;
    const two = await startTwo({ REDIS_URL, NODE_EXTRA_CA_CERTS: certificate.cert });
    await expectShared(two, 'user02');
    for (const instance of two) await instance.stop();

    const distrustful = await instances.start({ REDIS_URL });
    expect(await distrustful.isReady()).toBe(false);
    expect((await distrustful.stop()).code).toBe(0);
  });

  it('accepts a cluster, and recovers after it fails or hangs', async () => {
    const redis = await startRedis('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1');
    const admin = new Redis(redis.port, '127.0.0.1');
    await admin.cluster('ADDSLOTSRANGE', 0, 16_383);
    await until('the cluster is ready', async () => (await admin.cluster('INFO')).includes('state:ok'));
    admin.disconnect();
    const two = await startTwo({ REDIS_URL: `${redis.url}?cluster=true` });
    await expectShared(two, 'user03');
    const [one, other] = two;

    const shareAgain = async (username: string) => {
      const token = instances.token(username);
      await until('it is red', async () => !(await one.isReady()));
      const answer = await instances.signOut(one, username);
      expect(answer).toMatchObject({ status: 202, body: { code: 'revocation_pending' } });
      expect(answer.ms).toBeLessThan(2000);
      return (ms: number) =>
        until('refused', async () => (await other.verdictOn(token)) === 'token_revoked', ms);
    };
    await redis.kill();
    const refused = await shareAgain('user04');
    await redis.restart();
    await refused(10_000);
    for (const instance of two) await instance.ready();
    await expectShared(two, 'user05');

    redis.freeze();
    const refusedAgain = await shareAgain('user06');
    redis.thaw();
    await refusedAgain(10_000);
    for (const instance of two) await instance.ready();
    await expectShared(two, 'user07');
    for (const instance of two) {
      expect(instance.log.filter((line) => /"level":[56]0|unhandled|uncaught/i.test(line))).toEqual([]);
      expect((await instance.stop()).code).toBe(0);
    }
  });
});
