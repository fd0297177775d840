import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { CognitoStub, exception } from '../support/cognito-stub';
import { describeWithRedis, RedisServer } from '../support/redis';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { until } from '../support/until';

describeWithRedis('The lock of a name without a user, on two instances (stub endpoint, no emulator)', () => {
  let redis: RedisServer;
  let cognito: CognitoStub;
  const services: Service[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start();
    cognito = await CognitoStub.start();
    cognito.on('InitiateAuth', exception('UserNotFoundException', 'User does not exist.'));
    await Promise.all([start(), start()]);
  });
  afterEach(() => redis.restart());
  afterAll(async () => {
    for (const service of services) await service.close();
    await cognito.close();
    await redis.close();
  });

  async function start(): Promise<void> {
    const service = await startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: 'http://127.0.0.1:9/keys',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      ACCOUNT_RATE_LIMIT: 'off',
      REDIS_URL: redis.url,
    });
    services.push(service);
  }
  const redisIsUp = (service: Service) =>
    until('Redis is reached', async () => {
      const response = await service.call('/health/ready');
      return !(await response.text()).includes('redis');
    });
  const guess = async (instance: number, username: string): Promise<number> =>
    (
      await services[instance]!.call('/auth/sign-in', {
        method: 'POST',
        body: { username, password: 'Wrong-Pass-1' },
      })
    ).status;

  it('holds on both after five wrong passwords at either', async () => {
    await Promise.all(services.map(redisIsUp));
    const name = randomUUID();
    for (const instance of [0, 1, 0, 1, 0]) expect(await guess(instance, name)).toBe(401);
    expect([await guess(1, name), await guess(0, name)]).toEqual([429, 429]);
    expect(await guess(1, randomUUID())).toBe(401);
  });

  it('holds for every spelling of the name, as it does for a user of a case-insensitive pool', async () => {
    await Promise.all(services.map(redisIsUp));
    const name = `a${randomUUID()}`;
    for (const spelling of [name, name.toUpperCase(), name, name.toUpperCase(), name])
      expect(await guess(0, spelling)).toBe(401);
    expect(await guess(1, name.toUpperCase())).toBe(429);
  });

  it('ends after a second, and is twice as long after the next failure', async () => {
    await Promise.all(services.map(redisIsUp));
    const name = randomUUID();
    for (let failure = 1; failure <= 5; failure += 1) await guess(0, name);
    let locked = 0;
    await until('the lock ends', async () => {
      // Before the failure that begins the next lock.
      locked = performance.now();
      return (await guess(1, name)) === 401;
    });
    await until('the next lock ends', async () => (await guess(0, name)) === 401);
    expect(performance.now() - locked).toBeGreaterThan(1900);
  });

  it('is kept by each instance while Redis is gone', async () => {
    await redis.kill();
    const name = randomUUID();
    for (let failure = 1; failure <= 5; failure += 1) expect(await guess(0, name)).toBe(401);
    expect(await guess(0, name)).toBe(429);
    expect(await guess(1, name)).toBe(401);
  });
});
