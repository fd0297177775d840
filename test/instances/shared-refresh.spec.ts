import { parseRedisUrl, SharedStore } from 'lifeguard-auth/redis';
import pino from 'pino';
import { seal, unseal } from '../../src/sign-in/sealed-answer';
import { SharedRefresh } from '../../src/sign-in/shared-refresh';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';

/** A renewal that ends on command, and counts how often it was started. */
function renewal() {
  let end: (answer: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const renew = jest.fn(
    () =>
      new Promise<string>((resolve, reject) => {
        end = resolve;
        fail = reject;
      }),
  );
  return { renew, end: (answer: string) => end(answer), fail: (error: Error) => fail(error) };
}

/** Whether an instance has failed to lock, read the owner, and looked for the answer. */
function foundBy(store: SharedStore | undefined): () => boolean {
  if (!store) throw new Error('There is no such instance');
  const run = jest.spyOn(store, 'run');
  return () => run.mock.calls.length >= 3;
}

describe('Concurrent renewals with one refresh token', () => {
  it('share one call in a process; the next renewal makes a new one', async () => {
    const shared = new SharedRefresh();
    const { renew, end } = renewal();
    const both = [shared.join('a', renew), shared.join('a', renew)];
    end('tokens');
    expect(await Promise.all(both)).toEqual(['tokens', 'tokens']);
    expect(renew).toHaveBeenCalledTimes(1);
    const next = shared.join('a', renew);
    end('newer');
    expect(await next).toBe('newer');
  });

  it('share a refusal, and are separate from other refresh tokens', async () => {
    const shared = new SharedRefresh();
    const { renew, fail } = renewal();
    const both = [shared.join('a', renew), shared.join('a', renew)].map((each) => each.catch(String));
    const other = shared.join('b', () => Promise.resolve('theirs'));
    fail(new Error('refused'));
    expect(await Promise.all(both)).toEqual(['Error: refused', 'Error: refused']);
    expect(await other).toBe('theirs');
  });
});

describe('A renewal shared between instances', () => {
  it('is decrypted only with the secret that encrypted it', () => {
    const sealed = seal({ accessToken: 'x' }, 'secret', 'id');
    expect(sealed).not.toContain('accessToken');
    expect(unseal(sealed, 'secret', 'id')).toEqual({ accessToken: 'x' });
    expect(() => unseal(sealed, 'another', 'id')).toThrow();
    expect(() => unseal(sealed, 'secret', 'another')).toThrow();
  });
});

describeWithRedis('Renewals of two instances on one Redis', () => {
  let redis: RedisServer;
  let stores: SharedStore[];
  let refreshes: [SharedRefresh, SharedRefresh];

  beforeEach(async () => {
    redis = await RedisServer.start();
    const address = parseRedisUrl(redis.url);
    if (!address) throw new Error(redis.url);
    const open = () => new SharedStore(address, pino({ level: 'silent' }));
    const [one, two] = [open(), open()];
    stores = [one, two];
    refreshes = [new SharedRefresh(one), new SharedRefresh(two)];
    await until('both instances reach Redis', () => stores.every(({ up }) => up));
  });
  afterEach(async () => {
    for (const store of stores) store.onApplicationShutdown();
    await redis.kill();
  });

  it('are one call to Cognito', async () => {
    const { renew, end } = renewal();
    const first = refreshes[0].join('a', renew);
    await until('the renewal begins', () => renew.mock.calls.length === 1);
    const found = foundBy(stores[1]);
    const second = refreshes[1].join('a', renew);
    await until('the second finds that a renewal is under way', found);
    end('tokens');
    expect(await Promise.all([first, second])).toEqual(['tokens', 'tokens']);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('do not use an answer from before their start', async () => {
    expect(await refreshes[0].join('a', () => Promise.resolve('old'))).toBe('old');
    expect(await refreshes[1].join('a', () => Promise.resolve('new'))).toBe('new');
  });

  it('try again if the other instance was refused', async () => {
    const { renew, fail } = renewal();
    const first = refreshes[0].join('a', renew).catch(String);
    await until('the renewal begins', () => renew.mock.calls.length === 1);
    const found = foundBy(stores[1]);
    const second = refreshes[1].join('a', () => Promise.resolve('mine'));
    await until('the second finds that a renewal is under way', found);
    fail(new Error('refused'));
    expect(await first).toBe('Error: refused');
    expect(await second).toBe('mine');
  });

  it('continue alone if Redis fails during the renewal', async () => {
    const { renew, end } = renewal();
    const first = refreshes[0].join('a', renew);
    await until('the renewal begins', () => renew.mock.calls.length === 1);
    const second = refreshes[1].join('a', () => Promise.resolve('mine'));
    await redis.kill();
    end('tokens');
    expect(await first).toBe('tokens');
    expect(await second).toBe('mine');
  });
});
