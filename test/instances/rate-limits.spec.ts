import { Redis } from 'ioredis';
import { Counters } from '../../src/rate-limit/counters';
import { CognitoStub, exception } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { describeWithRedis, RedisServer } from '../support/redis';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { until } from '../support/until';

const key = makeKey();
let keyServer: KeyServer;
let cognito: CognitoStub;
const services: Service[] = [];
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
const ALICE = {
  json: {
    Username: 'alice',
    UserAttributes: [{ Name: 'sub', Value: 'a11ce-5ab' }],
    Enabled: true,
    UserStatus: 'CONFIRMED',
    UserCreateDate: 1,
    UserLastModifiedDate: 1,
  },
};

beforeAll(async () => {
  keyServer = await startKeyServer(key);
  cognito = await CognitoStub.start();
});
beforeEach(() => {
  cognito.reset();
  cognito.on('InitiateAuth', exception('NotAuthorizedException', 'Incorrect username or password.'));
});
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});
afterAll(async () => {
  await keyServer.close();
  await cognito.close();
});

async function start(environment: Record<string, string>): Promise<Service> {
  const service = await startService({
    ...TEST_ENVIRONMENT,
    COGNITO_JWKS_URI: keyServer.url,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
    ...environment,
  });
  services.push(service);
  return service;
}

/** The status of a sign-in, as forwarded by a proxy. */
async function signIn(service: Service, forwardedFor?: string, username = 'alice'): Promise<number> {
  return (await signInAnswer(service, forwardedFor, username)).status;
}

const signInAnswer = (service: Service, forwardedFor?: string, username = 'alice'): Promise<Response> =>
  service.call('/auth/sign-in', {
    method: 'POST',
    body: { username, password: 'Wrong-Pass-1' },
    ...(forwardedFor !== undefined && { headers: { 'x-forwarded-for': forwardedFor } }),
  });

describe('AUTH_RATE_LIMIT', () => {
  it('counts the requests of one address on all of /auth, and answers 429 with the fields of the draft', async () => {
    const service = await start({ AUTH_RATE_LIMIT: '3/60' });
    const first = await signInAnswer(service);
    expect(first.status).toBe(401);
    expect(first.headers.get('ratelimit-policy')).toBe('"auth";q=3;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"auth";r=2;t=(5\d|60)$/);
    // Refused because of its body, and still counted.
    expect((await service.call('/auth/refresh', { method: 'POST', body: {} })).status).toBe(400);
    const last = await service.call('/auth/forgot-password', { method: 'POST', body: { username: 'alice' } });
    expect(last.headers.get('ratelimit')).toMatch(/^"auth";r=0;t=(5\d|60)$/);
    const asked = cognito.requests.length;

    const refused = await signInAnswer(service);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit')).toMatch(/^"auth";r=0;t=/);
    expect(await refused.json()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(cognito.requests).toHaveLength(asked);
    expect((await service.call('/health/live')).status).toBe(200);
  });

  it('admits an address again when its window is over', async () => {
    const service = await start({ AUTH_RATE_LIMIT: '1/4', TRUST_PROXY: 'true' });
    // The first request loads the client of Cognito, which may take a part of the window.
    expect(await signIn(service, '192.0.2.1')).toBe(401);
    expect(await signIn(service, '192.0.2.2')).toBe(401);
    expect(await signIn(service, '192.0.2.2')).toBe(429);
    await until('the window is over', async () => (await signIn(service, '192.0.2.2')) === 401);
  });

  it('is disabled by `off`, which sends no fields', async () => {
    const service = await start({ AUTH_RATE_LIMIT: 'off', ACCOUNT_RATE_LIMIT: 'off' });
    for (let time = 0; time < 70; time += 1) expect(await signIn(service)).toBe(401);
    expect((await signInAnswer(service)).headers.get('ratelimit')).toBeNull();
  });

  it('counts all addresses of one IPv6 /64 together', async () => {
    const service = await start({ AUTH_RATE_LIMIT: '1/60', TRUST_PROXY: 'true' });
    expect(await signIn(service, '2001:db8:0:1::1')).toBe(401);
    expect(await signIn(service, '2001:db8:0:1:ffff:ffff:ffff:ffff')).toBe(429);
    expect(await signIn(service, '2001:DB8::1:0:0:0:9')).toBe(429);
    expect(await signIn(service, '2001:db8:0:2::1')).toBe(401);
    expect(await signIn(service, '203.0.113.7')).toBe(401);
    expect(await signIn(service, '::ffff:203.0.113.7')).toBe(429);
    expect(await signIn(service, '203.0.113.8')).toBe(401);
  });

  /** Whether a forwarded address counts if it is the only one, and if it is the one before a proxy. */
  it.each([
    ['false', false, false],
    ['true', true, true],
    ['1', true, false],
    ['2', true, true],
    ['loopback', true, false],
    ['127.0.0.1', true, false],
    ['127.0.0.0/8, 198.51.100.0/24', true, true],
    ['198.51.100.0/24', false, false],
  ])(
    'counts, with TRUST_PROXY %s, a forwarded address: %s, through a further proxy: %s',
    async (trust, direct, through) => {
      const service = await start({ AUTH_RATE_LIMIT: '1/60', TRUST_PROXY: trust });
      expect(await signIn(service, '192.0.2.1')).toBe(401);
      expect(await signIn(service, '192.0.2.2')).toBe(direct ? 401 : 429);

      const proxied = await start({ AUTH_RATE_LIMIT: '1/60', TRUST_PROXY: trust });
      expect(await signIn(proxied, '192.0.2.1, 198.51.100.1')).toBe(401);
      expect(await signIn(proxied, '192.0.2.2, 198.51.100.1')).toBe(through ? 401 : 429);
    },
  );
});

describe('RATE_LIMIT', () => {
  const callers = ['alice', 'bob'].map((sub) => signToken(key, userClaims({ sub, username: sub })));
  const whoami = (service: Service, caller: number) => service.call('/whoami', { token: callers[caller] });

  it('counts the requests of one principal on every route that has one', async () => {
    const service = await start({ RATE_LIMIT: '2/60' });
    const first = await whoami(service, 0);
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-policy')).toBe('"principal";q=2;w=60');
    expect((await service.call('/me', { token: callers[0] })).headers.get('ratelimit')).toContain('r=0');
    const refused = await whoami(service, 0);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    expect((await whoami(service, 1)).status).toBe(200);
    for (let time = 0; time < 5; time += 1) {
      expect((await service.call('/health/live')).status).toBe(200);
      expect((await service.call('/whoami')).status).toBe(401);
      expect(await signIn(service)).toBe(401);
    }
  });

  it('is off unless it is set', async () => {
    const service = await start({});
    const answer = await whoami(service, 0);
    expect(answer.headers.get('ratelimit')).toBeNull();
  });
});

describe('ACCOUNT_RATE_LIMIT', () => {
  const environment = { ACCOUNT_RATE_LIMIT: '2/60' };

  it('delays further attempts at an account from any address, without calling Cognito', async () => {
    const service = await start({ ...environment, TRUST_PROXY: 'true' });
    for (let time = 0; time < 3; time += 1) expect(await signIn(service, `192.0.2.${time}`)).toBe(401);
    const refused = await signInAnswer(service, '192.0.2.9');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(cognito.sent('InitiateAuth')).toHaveLength(3);
    expect(await signIn(service, undefined, 'bob')).toBe(401);
  });

  it.each([
    ['/auth/sign-in', { password: 'Wrong-Pass-1' }, 'InitiateAuth', 'NotAuthorizedException'],
    [
      '/auth/challenge',
      { challenge: 'SMS_MFA', session: 'a-session-of-some-length', responses: { SMS_MFA_CODE: '000000' } },
      'RespondToAuthChallenge',
      'CodeMismatchException',
    ],
    ['/auth/sign-up/confirm', { code: '000000' }, 'ConfirmSignUp', 'CodeMismatchException'],
    [
      '/auth/forgot-password/confirm',
      { code: '000000', password: 'Some-Pass-1' },
      'ConfirmForgotPassword',
      'CodeMismatchException',
    ],
    [
      '/auth/forgot-password/confirm',
      { code: '000000', password: 'Some-Pass-1' },
      'ConfirmForgotPassword',
      'UserNotFoundException',
    ],
  ])('counts wrong guesses at %s', async (route, body, action, name) => {
    const service = await start(environment);
    cognito.on(action, exception(name));
    const guess = () => service.call(route, { method: 'POST', body: { username: 'alice', ...body } });
    for (let time = 0; time < 3; time += 1) expect([400, 401]).toContain((await guess()).status);
    expect((await guess()).status).toBe(429);
    expect(cognito.sent(action)).toHaveLength(3);
  });

  it('counts all names of a user together once Cognito has resolved them', async () => {
    const service = await start({ ACCOUNT_RATE_LIMIT: '5/600', ...CREDENTIALS });
    cognito.on('AdminGetUser', ALICE);
    const statuses: number[] = [];
    for (let round = 0; round < 6; round += 1)
      for (const name of ['alice', 'alice@example.com', '+15550100', 'a11ce-5ab'])
        statuses.push(await signIn(service, undefined, name));
    expect(cognito.sent('InitiateAuth').length).toBeLessThanOrEqual(6);
    expect(statuses.at(-1)).toBe(429);
    expect(cognito.sent('AdminGetUser')).toHaveLength(4);
  });

  it('answers a failure without waiting for the name to be resolved', async () => {
    const service = await start({ ...environment, ...CREDENTIALS });
    cognito.on('AdminGetUser', 'hang');
    const since = performance.now();
    expect(await signIn(service)).toBe(401);
    expect(performance.now() - since).toBeLessThan(4000);
  });

  it('counts a sign-in whose caller disconnects', async () => {
    const service = await start({ ACCOUNT_RATE_LIMIT: '3/600' });
    cognito.on('InitiateAuth', 'hang');
    const asked = () => cognito.requests.filter(({ action }) => action === 'InitiateAuth');
    for (let time = 0; time < 10; time += 1) {
      const before = asked().length;
      const caller = new AbortController();
      let isRefused = false;
      const attempt = fetch(`${service.url}/auth/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'alice', password: 'Wrong-Pass-1' }),
        signal: caller.signal,
      }).then(
        () => (isRefused = true),
        () => undefined,
      );
      await until('Cognito is asked, or the limit refuses', () => isRefused || asked().length > before);
      caller.abort();
      await attempt;
      await Promise.all(asked().map(({ cutShort }) => cutShort));
    }
    expect(cognito.sent('InitiateAuth').length).toBeLessThanOrEqual(4);
    expect(await signIn(service)).toBe(429);
  });

  it('counts a wrong response to a custom challenge, which Cognito answers with the challenge again', async () => {
    const service = await start(environment);
    cognito.on('RespondToAuthChallenge', { json: { ChallengeName: 'CUSTOM_CHALLENGE', Session: 'next' } });
    const body = {
      challenge: 'CUSTOM_CHALLENGE',
      session: 's',
      username: 'alice',
      responses: { ANSWER: '1' },
    };
    const respond = () => service.call('/auth/challenge', { method: 'POST', body });
    for (let time = 0; time < 3; time += 1) expect((await respond()).status).toBe(200);
    expect((await respond()).status).toBe(429);
  });

  it('does no work for a name before its length is checked', async () => {
    const service = await start(environment);
    const marks = `a${'\u0301\u0316'.repeat(240_000)}`;
    for (const route of ['sign-in', 'challenge', 'sign-up/confirm', 'forgot-password/confirm']) {
      const since = performance.now();
      const answer = await service.call(`/auth/${route}`, { method: 'POST', body: { username: marks } });
      expect(answer.status).toBe(400);
      expect(performance.now() - since).toBeLessThan(5000);
    }
    expect(cognito.actions.filter((action) => action !== 'AdminGetUser')).toEqual([]);
    expect(await signIn(service, undefined, `a${'\u0301\u0316'.repeat(63)}`)).toBe(401);
  });

  it('does not count an outage or a refused body', async () => {
    const service = await start(environment);
    cognito.on('InitiateAuth', exception('InternalErrorException', 'Down.', 500));
    for (let time = 0; time < 4; time += 1) expect(await signIn(service)).toBe(503);
    for (let time = 0; time < 4; time += 1) {
      const body = { username: 'alice', password: 1 };
      expect((await service.call('/auth/sign-in', { method: 'POST', body })).status).toBe(400);
    }
  });
});

describe('Counters without a store', () => {
  it('forget the window that was used least recently, when there are too many', async () => {
    const counters = new Counters();
    await counters.count('first', 60_000);
    for (let other = 0; other < 100_000; other += 1) await counters.count(`other ${other}`, 60_000);
    expect((await counters.count('first', 60_000)).hits).toBe(1);
    expect((await counters.count('other 99999', 60_000)).hits).toBe(2);
  });
});

describeWithRedis('Limits of two instances on one Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.close());

  const startTwo = async (environment: Record<string, string>): Promise<[Service, Service]> => {
    const shared = { REDIS_URL: redis.url, ...environment };
    const two: [Service, Service] = [await start(shared), await start(shared)];
    for (const service of two)
      await until('ready', async () => (await service.call('/health/ready')).status === 200);
    return two;
  };

  it('count together, and separately while Redis is down or hangs', async () => {
    await redis.restart();
    const [one, other] = await startTwo({ AUTH_RATE_LIMIT: '4/60', ACCOUNT_RATE_LIMIT: 'off' });
    for (const service of [one, other, one, other]) expect(await signIn(service)).toBe(401);
    for (const service of [one, other]) expect(await signIn(service)).toBe(429);

    for (const disturb of [async () => redis.freeze(), () => redis.kill()]) {
      await disturb();
      const since = performance.now();
      for (let time = 0; time < 4; time += 1) await signIn(one);
      expect(performance.now() - since).toBeLessThan(2000);
    }
    expect(await signIn(one)).toBe(429);
    expect(await signIn(other)).toBe(401);
    for (let time = 0; time < 3; time += 1) expect(await signIn(other)).toBe(401);
    expect(await signIn(other)).toBe(429);
  });

  it('delay guessing at an account together, and separately while Redis is down', async () => {
    await redis.restart();
    const [one, other] = await startTwo({ ACCOUNT_RATE_LIMIT: '3/60' });
    for (const service of [one, other, one, other]) expect(await signIn(service)).toBe(401);
    for (const service of [one, other]) expect(await signIn(service)).toBe(429);
    await until('the delay is over', async () => (await signIn(one)) === 401);
    const refused = await signInAnswer(other);
    expect(refused.headers.get('retry-after')).toBe('2');

    cognito.on('InitiateAuth', { json: { AuthenticationResult: { AccessToken: 'token' } } });
    await until('the right password is let in', async () => (await signIn(one)) === 200);
    cognito.on('InitiateAuth', exception('NotAuthorizedException'));
    expect(await signIn(one)).toBe(401);
    expect(await signIn(other)).toBe(429);

    await redis.kill();
    for (let time = 0; time < 4; time += 1) expect(await signIn(one)).toBe(401);
    expect(await signIn(one)).toBe(429);
    expect(await signIn(other)).toBe(401);
  });

  it('count all names of a user together, on any instance', async () => {
    await redis.restart();
    cognito.on('AdminGetUser', ALICE);
    const [one, other] = await startTwo({ ACCOUNT_RATE_LIMIT: '3/60', ...CREDENTIALS });
    for (const name of ['alice', 'alice@example.com']) expect(await signIn(one, undefined, name)).toBe(401);
    await until('both names are resolved', () => cognito.sent('AdminGetUser').length === 2);
    for (const name of ['alice@example.com', 'alice']) expect(await signIn(other, undefined, name)).toBe(401);
    for (const name of ['alice', 'alice@example.com'])
      for (const service of [one, other]) expect(await signIn(service, undefined, name)).toBe(429);
    expect(cognito.sent('AdminGetUser')).toHaveLength(2);
  });

  it('leave nothing in Redis that does not expire', async () => {
    await redis.restart();
    const [one] = await startTwo({ AUTH_RATE_LIMIT: '9/60', ACCOUNT_RATE_LIMIT: '1/60' });
    for (let time = 0; time < 4; time += 1) await signIn(one);
    const client = new Redis(redis.port, '127.0.0.1');
    const keys = await client.keys('*');
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter((name) => name.includes('alice') || name.includes('127.0.0.1'))).toEqual([]);
    for (const name of keys) expect(await client.pttl(name)).toBeGreaterThan(0);
    client.disconnect();
  });
});
