import type { ServiceProcess } from '../support/process';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';
import { Instances } from './instances';

/** How soon a revocation takes effect on every other instance. */
const SHARED_MS = 3000;
/** How long instances may take to reconnect and to read or share what they missed. */
const RECOVERY_MS = 15_000;
/** Maximum wait of a request for a store that is down or hangs. */
const BOUND_MS = 2000;
const HANG_MS = 4000;

describeWithRedis('Revocations of two instances on one Redis', () => {
  let redis: RedisServer;
  let instances: Instances;
  let one: ServiceProcess;
  let other: ServiceProcess;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = await Instances.before(redis);
    [one, other] = await Promise.all([instances.start(), instances.start()]);
    await Promise.all([one.ready(), other.ready()]);
  }, 60_000);
  // A failed test may have left it frozen, which would make the next ones fail.
  afterEach(() => redis.thaw());
  afterAll(async () => {
    await instances.close();
    await redis.close();
  });

  /** Ends a separate session of user07, to which no other token belongs. */
  const endSession = (instance: ServiceProcess, refreshToken: string) =>
    instance.ask('/me/revoke', {
      method: 'POST',
      token: instances.token('user07'),
      body: { refreshToken },
    });

  const isRevoked = (instance: ServiceProcess, token: string, ms = SHARED_MS) =>
    until('the token is refused', async () => (await instance.verdictOn(token)) === 'token_revoked', ms);

  it('refuse a token at one within a second of its revocation at the other', async () => {
    const token = instances.token('alice');
    expect(await other.verdictOn(token)).toBe('valid');
    expect((await instances.signOut(one, 'alice')).status).toBe(204);
    expect(await one.verdictOn(token)).toBe('token_revoked');
    await isRevoked(other, token);
  });

  it('share the session that POST /me/sign-out ends', async () => {
    const { AccessToken: token } = await signIn(instances, 'bob');
    expect(await other.verdictOn(token)).toBe('valid');
    expect((await one.ask('/me/sign-out', { method: 'POST', token })).status).toBe(204);
    await isRevoked(other, token);
  });

  it('apply from the first request at an instance that starts later', async () => {
    const token = instances.token('user01');
    await instances.signOut(one, 'user01');
    const fresh = await instances.start();
    // It has not reported that it is ready: it read the revocations before it began to listen.
    expect(await fresh.verdictOn(token)).toBe('token_revoked');
    await fresh.ready();
    await fresh.stop();
  });

  it('keep known revocations while Redis is down, and share pending ones afterwards', async () => {
    const [known, fresh] = [instances.token('user02'), instances.token('user03')];
    await instances.signOut(one, 'user02');
    await isRevoked(other, known);

    await redis.kill();
    for (const instance of [one, other])
      await until('it is not ready', async () => !(await instance.isReady()));
    for (const instance of [one, other]) expect(await instance.verdictOn(known)).toBe('token_revoked');
    expect(await other.verdictOn(fresh)).toBe('valid');
    const answer = await instances.signOut(one, 'user03');
    expect(answer).toMatchObject({ status: 202, body: { code: 'revocation_pending' } });
    expect(await one.verdictOn(fresh)).toBe('token_revoked');
    expect(await other.verdictOn(fresh)).toBe('valid');

    await redis.restart();
    await isRevoked(other, fresh, RECOVERY_MS);
    await Promise.all([one.ready(), other.ready()]);
    expect((await instances.signOut(one, 'user03')).status).toBe(204);
  });

  it('refill a Redis that was restarted empty', async () => {
    const token = instances.token('user04');
    await instances.signOut(one, 'user04');
    await redis.restart();
    const third = await instances.start();
    await isRevoked(third, token, RECOVERY_MS);
    await Promise.all([one, other, third].map((instance) => instance.ready()));
    await third.stop();
  });

  it('answer in time while Redis hangs, and share pending revocations afterwards', async () => {
    const [known, fresh] = [instances.token('user05'), instances.token('user06')];
    await instances.signOut(other, 'user05');
    await isRevoked(one, known);
    const { RefreshToken: refreshToken } = await signIn(instances, 'user07');

    redis.freeze();
    const pending = await instances.signOut(one, 'user06');
    expect(pending).toMatchObject({ status: 202, body: { code: 'revocation_pending' } });
    expect(pending.ms).toBeLessThan(BOUND_MS);
    // Each probes at its own interval.
    for (const instance of [one, other])
      await until('it is not ready', async () => !(await instance.isReady()));
    const waits = { whoami: [] as number[], revoke: [] as number[] };
    // Long enough for every connection to be given up, and for the new ones to hang too.
    for (const end = Date.now() + HANG_MS; Date.now() < end;) {
      for (const instance of [one, other]) {
        const { status, ms } = await instance.ask('/whoami', { token: instances.token('user07') });
        expect(status).toBe(200);
        waits.whoami.push(ms);
        expect(await instance.verdictOn(known)).toBe('token_revoked');
        expect(await instance.isReady()).toBe(false);
      }
      // It is known to hang, so nothing waits for it. Ending a single session does not wait for Cognito's clock
      // either.
      const again = await endSession(one, refreshToken);
      expect(again.status).toBe(202);
      waits.revoke.push(again.ms);
    }
    // The median, because a busy machine delays a few.
    expect([median(waits.whoami) < 500, median(waits.revoke) < 800]).toEqual([true, true]);
    expect(await other.verdictOn(fresh)).toBe('valid');

    redis.thaw();
    await isRevoked(other, fresh, RECOVERY_MS);
    await Promise.all([one.ready(), other.ready()]);
    expect((await instances.signOut(one, 'user06')).status).toBe(204);
  });

  it('document 202 for a pending revocation in addition to 204', async () => {
    const { paths } = (await one.ask('/openapi.json')).body as {
      paths: Record<string, Record<string, { responses: Record<string, object> }>>;
    };
    for (const [method, path] of [
      ['post', '/me/revoke'],
      ['delete', '/me'],
      ['put', '/users/{username}/password'],
      ['delete', '/groups/{group}'],
    ] as const)
      expect(Object.keys(paths[path]?.[method]?.responses ?? {})).toEqual(
        expect.arrayContaining(['202', '204']),
      );
    expect(paths['/me/password']?.post?.responses).not.toHaveProperty('202');
  });

  it('still refuse every revoked token after all these failures of Redis', async () => {
    for (const username of ['alice', 'user01', 'user02', 'user03', 'user04', 'user05', 'user06'])
      for (const instance of [one, other])
        expect(await instance.verdictOn(instances.token(username))).toBe('token_revoked');
  });

  it('log the loss of the store, and no error', () => {
    for (const { log } of [one, other]) {
      expect(log.some((line) => line.includes('the shared store does not respond'))).toBe(true);
      expect(log.filter((line) => /"level":[56]0|unhandled|uncaught/i.test(line))).toEqual([]);
    }
  });

  it('let an instance start, serve and stop without Redis, although it is not ready', async () => {
    await redis.kill();
    const cold = await instances.start();
    expect(await cold.verdictOn(instances.token('user08'))).toBe('valid');
    expect((await cold.ask('/health/ready')).body).toMatchObject({
      code: 'not_ready',
      errors: expect.arrayContaining([{ path: 'redis', message: 'is down' }]) as unknown,
    });
    await redis.restart();
    await cold.ready();
    await isRevoked(cold, instances.token('user01'), RECOVERY_MS);

    await redis.kill();
    for (const instance of [one, cold]) {
      const { code, afterMs } = await instance.stop();
      expect(code).toBe(0);
      expect(afterMs).toBeLessThan(9000);
    }
  });

  it('let an instance stop while Redis hangs', async () => {
    await redis.restart();
    await other.ready();
    redis.freeze();
    const { code, afterMs } = await other.stop();
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(9000);
  });
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity;

interface Tokens {
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

async function signIn({ pool }: Instances, username: string): Promise<Tokens> {
  const response = await fetch(pool.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      ClientId: pool.clients.public.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: pool.passwords[username] },
    }),
  });
  const { AuthenticationResult: result } = (await response.json()) as { AuthenticationResult: Tokens };
  return result;
}
