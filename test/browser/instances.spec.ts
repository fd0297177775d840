import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import Redis from 'ioredis';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';
import type { Browser } from './browser';
import { BrowserService } from './browser.service';
import { CountingEndpoint } from './counting-endpoint';

const LIFE_SECONDS = 3;
const SECRET = randomBytes(32).toString('base64');

describeWithRedis('browser sessions of several instances that share Redis', () => {
  let redis: RedisServer;
  let pool: EmbeddedPool;
  let endpoint: CountingEndpoint;
  let environment: Record<string, string>;
  let services: [BrowserService, BrowserService];

  beforeAll(async () => {
    redis = await RedisServer.start();
    pool = await startEmbeddedPool({ config: { tokenSeconds: LIFE_SECONDS, rotationGraceSeconds: 0 } });
    endpoint = await CountingEndpoint.start(pool.endpoint);
    environment = {
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint.url,
      CLOCK_TOLERANCE_SECONDS: '0',
      REDIS_URL: redis.url,
      SESSION_SECRET: SECRET,
    };
    services = [
      await BrowserService.before(pool, environment),
      await BrowserService.before(pool, environment),
    ];
    await until('both instances are ready', async () => {
      const answers = await Promise.all(services.map((each) => each.call('/health/ready')));
      return answers.every(({ status }) => status === 200);
    });
    const ready = await services[0]?.call('/health/ready');
    expect(await ready?.json()).toMatchObject({ details: { sessions: { keptIn: 'redis' } } });
  });
  afterAll(async () => {
    await Promise.all(services.map((each) => each.close()));
    await endpoint.close();
    await pool.close();
    await redis.close();
  });
  beforeEach(() => {
    endpoint.actions.length = 0;
  });

  const signedIn = (username: string): Promise<Browser> => services[0].signedIn(username);
  const at = async (index: number, browser: Browser, path = '/session/api/whoami') => {
    browser.moveTo(services[index]?.url ?? '');
    return browser.call('GET', path);
  };

  it('can be used on every instance', async () => {
    const browser = await signedIn('alice');
    expect((await at(1, browser)).body).toMatchObject({ username: 'alice' });
    expect((await at(0, browser, '/session')).body).toMatchObject({ signedIn: true });
  });

  it('are renewed once for parallel calls to both instances, with refresh token rotation', async () => {
    const browser = await signedIn('alice');
    // On a busy machine the calls may take longer than the renewed token lives; then it is renewed again.
    const statuses = await until('calls that end before the renewed token does', async () => {
      await sleep(LIFE_SECONDS * 1000 + 100);
      endpoint.actions.length = 0;
      const begun = performance.now();
      const calls = Array.from({ length: 20 }, (_, index) => at(index % 2, browser));
      const answers = await Promise.all(calls);
      return performance.now() - begun < (LIFE_SECONDS - 1) * 1000 && answers.map(({ status }) => status);
    });
    expect(statuses).toEqual(Array(20).fill(200));
    expect(endpoint.count('GetTokensFromRefreshToken')).toBe(1);
  });

  it('survive a restart', async () => {
    const browser = await signedIn('bob');
    const [first] = services;
    await first?.close();
    expect((await at(1, browser)).body).toMatchObject({ username: 'bob' });
    services[0] = await BrowserService.before(pool, environment);
    expect((await at(0, browser)).body).toMatchObject({ username: 'bob' });
  });

  it('end on every instance within a second after an admin’s sign-out on one', async () => {
    const [alice, root] = [await signedIn('alice'), await signedIn('root')];
    root.moveTo(services[0]?.url ?? '');
    expect((await root.call('POST', '/session/api/users/alice/sign-out')).status).toBe(204);
    await until(
      'the other instance refuses the session',
      async () => (await at(1, alice)).status === 401,
      3000,
    );
    expect((await at(0, alice)).status).toBe(401);
  });

  it('end on every instance after a sign-out on one', async () => {
    const browser = await signedIn('alice');
    const id = browser.sessionId ?? '';
    browser.moveTo(services[0]?.url ?? '');
    await browser.call('POST', '/session/sign-out');
    browser.setCookie('__Host-Http-lifeguard', id);
    expect((await at(1, browser)).body).toMatchObject({ code: 'session_ended' });
  });

  it('are sealed in Redis: it contains no readable token, cookie or username', async () => {
    const browser = await signedIn('alice');
    const client = new Redis(redis.url);
    const keys = await client.keys('lifeguard:session:*');
    expect(keys.length).toBeGreaterThan(0);
    const dump = [...keys];
    for (const key of keys) dump.push(((await client.getBuffer(key)) ?? Buffer.alloc(0)).toString('latin1'));
    const text = dump.join('\n');
    for (const word of ['eyJ', 'alice', browser.sessionId ?? '?']) expect(text).not.toContain(word);
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0);
    client.disconnect();
  });

  it('are opened with any SESSION_SECRET, and sealed with the first when they are renewed', async () => {
    const browser = await signedIn('alice');
    const newer = randomBytes(32).toString('base64');
    const rotating = await BrowserService.before(pool, {
      ...environment,
      SESSION_SECRET: `${newer},${SECRET}`,
    });
    browser.moveTo(rotating.url);
    expect((await browser.call('GET', '/session/api/whoami')).status).toBe(200);
    await sleep(LIFE_SECONDS * 1000 + 100);
    expect((await browser.call('GET', '/session/api/whoami')).status).toBe(200);
    await rotating.close();
    const rotated = await BrowserService.before(pool, { ...environment, SESSION_SECRET: newer });
    browser.moveTo(rotated.url);
    expect((await browser.call('GET', '/session/api/whoami')).status).toBe(200);
    await rotated.close();
    // To an instance without the newer secret, the session has ended.
    expect((await at(1, browser)).body).toMatchObject({ code: 'session_ended' });
  });

  it('answer 503 and keep their cookie while Redis is unavailable', async () => {
    const browser = await signedIn('root');
    redis.freeze();
    await until('the instance has noticed', async () => (await at(1, browser)).status === 503);
    const answer = await at(1, browser);
    expect(answer).toMatchObject({ status: 503, body: { code: 'sessions_unavailable' } });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect((await at(1, browser, '/session')).status).toBe(503);
    redis.thaw();
    await until('the session works again', async () => (await at(1, browser)).status === 200);
  });
});

describe('browser sessions without Redis', () => {
  it('are reported as kept in the process by readiness and the log', async () => {
    const service = await BrowserService.start();
    const ready = await until('the service is ready', async () => {
      const response = await service.call('/health/ready');
      return response.status === 200 && ((await response.json()) as object);
    });
    expect(ready).toMatchObject({ details: { sessions: { status: 'up', keptIn: 'process' } } });
    expect(service.log.join('\n')).toContain('browser sessions are kept in this process');
    await service.close();
  });

  it('end with a restart: GET /session reports it and clears the cookie', async () => {
    const pool = await startEmbeddedPool();
    const environment = { SESSION_SECRET: SECRET };
    const first = await BrowserService.before(pool, environment);
    const browser = await first.signedIn('alice');
    await first.close();
    const second = await BrowserService.before(pool, environment);
    browser.moveTo(second.url);
    const answer = await browser.call('GET', '/session');
    expect(answer).toMatchObject({ status: 200, body: { signedIn: false } });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-Http-lifeguard=; Max-Age=0; /);
    await second.close();
    await pool.close();
  });
});
