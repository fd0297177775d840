import { createSecretKey, type KeyObject } from 'node:crypto';
import { AuthStatistics } from '../statistics.ts';
import type { SigningKey } from './jwk.ts';
import { EmulatorKeyPublished, KeyServer } from './key-server.ts';
import { SigningKeys } from './signing-keys.ts';

const COOLDOWN = 12_000;
const REREAD = 300_000;

let made = 0;
const makeKey = (keyId: string, thumbprint = keyId): SigningKey => {
  made += 1;
  return { keyId, thumbprint, key: createSecretKey(Buffer.from(`key ${made}`)) };
};
const one = makeKey('one');
const two = makeKey('two');
const down = new Error('the key server is down');

describe('SigningKeys', () => {
  let keys: SigningKeys;
  let statistics: AuthStatistics;
  let logged: string[];
  /** The answer of the key server. */
  let answer: () => Promise<SigningKey[]>;
  let readings: jest.SpyInstance<Promise<SigningKey[]>>;

  const publish = (...published: SigningKey[]) => (answer = () => Promise.resolve(published));
  const fail = () => (answer = () => Promise.reject(down));
  const readCounts = () => Object.fromEntries(statistics.keyReads);

  beforeEach(() => {
    jest.useFakeTimers();
    publish(one);
    readings = jest.spyOn(KeyServer.prototype, 'read').mockImplementation(() => answer());
    statistics = new AuthStatistics();
    logged = [];
    keys = new SigningKeys(
      { uris: ['http://127.0.0.1:9/'], timeout: 1000, acceptEmulatorKeys: false },
      statistics,
      { info: (message) => logged.push(message), warn: (message) => logged.push(message) },
    );
  });
  afterEach(() => {
    keys.stop();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  /** Advances the clock by `ms` and returns how many fetches started. */
  const fetchesIn = async (ms: number): Promise<number> => {
    const before = readings.mock.calls.length;
    await jest.advanceTimersByTimeAsync(ms);
    return readings.mock.calls.length - before;
  };

  it('starts the first fetch without waiting for it', async () => {
    expect(keys.start()).toBeUndefined();
    expect([readings.mock.calls.length, keys.loaded, keys.size]).toEqual([1, false, 0]);
    await jest.advanceTimersByTimeAsync(0);
    expect([keys.loaded, keys.size, readCounts()]).toEqual([true, 1, { ok: 1 }]);
    expect(keys.get('one')).toEqual([one]);
    expect(keys.get('two')).toBeUndefined();
  });

  it('reports the key of an emulator, and the error of the last fetch', async () => {
    answer = () => Promise.reject(new EmulatorKeyPublished());
    await keys.read();
    expect([keys.publishesEmulatorKey, keys.failure]).toEqual([true, expect.any(EmulatorKeyPublished)]);
    fail();
    await keys.read();
    expect([keys.publishesEmulatorKey, keys.failure]).toEqual([false, down]);
    publish(one);
    await keys.read();
    expect([keys.publishesEmulatorKey, keys.failure]).toEqual([false, undefined]);
  });

  it('logs a failure once a minute, and the recovery', async () => {
    await keys.read();
    expect(logged).toEqual([]);
    fail();
    await keys.read();
    const line = 'The signing keys of the user pool could not be read: the key server is down';
    expect(logged).toEqual([line]);
    await fetchesIn(59_000);
    expect(logged).toEqual([line]);
    await fetchesIn(10_000);
    expect(logged).toEqual([line, line]);
    publish(one);
    await fetchesIn(5000);
    expect(logged).toEqual([line, line, 'The signing keys of the user pool can be read again']);
    fail();
    await keys.read();
    expect(logged).toHaveLength(4);
  });

  it.each<[unknown, string]>([
    [Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new TypeError(''), 'TypeError'],
    ['a text', 'a text'],
  ])('logs a reason for the error %s', async (failure, reason) => {
    readings.mockRejectedValue(failure);
    await keys.read();
    expect(logged).toEqual([`The signing keys of the user pool could not be read: ${reason}`]);
  });

  it('shares one fetch between concurrent callers, and fetches again for later ones', async () => {
    await Promise.all([keys.read(), keys.read(), keys.find('one')]);
    expect(readings).toHaveBeenCalledTimes(1);
    await keys.read();
    expect(readings).toHaveBeenCalledTimes(2);
  });

  it('fetches again 5 minutes after the last fetch', async () => {
    await keys.read();
    expect(await fetchesIn(REREAD - 1)).toBe(0);
    expect(await fetchesIn(1)).toBe(1);
    await fetchesIn(REREAD / 2);
    await keys.read();
    expect(await fetchesIn(REREAD - 1)).toBe(0);
    expect(await fetchesIn(1)).toBe(1);
    expect(await fetchesIn(REREAD)).toBe(1);
  });

  it('retries a failure with increasing delays, and returns to 5 minutes after a success', async () => {
    fail();
    await keys.read();
    for (const delay of [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]) {
      expect([delay, await fetchesIn(delay - 1)]).toEqual([delay, 0]);
      expect([delay, await fetchesIn(1)]).toEqual([delay, 1]);
    }
    publish(one);
    expect(await fetchesIn(5000)).toBe(1);
    expect(await fetchesIn(REREAD - 1)).toBe(0);
    fail();
    expect(await fetchesIn(1)).toBe(1);
    expect(await fetchesIn(250)).toBe(1);
    expect(readCounts()).toEqual({ ok: 1, failed: 11 });
  });

  it('never fetches again after the application has stopped, even during a fetch', async () => {
    await keys.read();
    keys.stop();
    expect(jest.getTimerCount()).toBe(0);
    const late = keys.read();
    keys.stop();
    await late;
    await keys.find('two');
    expect(jest.getTimerCount()).toBe(0);
  });

  describe('for an unknown key id', () => {
    it('fetches immediately before the first fetch', async () => {
      expect(await keys.find('one')).toEqual([one]);
      expect(readings).toHaveBeenCalledTimes(1);
    });

    it('fetches immediately once after a fetch, because a key may have been published just after it', async () => {
      await keys.read();
      publish(one, two);
      expect(await keys.find('two')).toEqual([two]);
      expect(readings).toHaveBeenCalledTimes(2);
      expect(await keys.find('three')).toBeUndefined();
      expect(readings).toHaveBeenCalledTimes(2);
    });

    it('fetches at most twice for a flood of unknown key ids, then once in 12 seconds', async () => {
      await keys.read();
      await fetchesIn(COOLDOWN);
      readings.mockClear();
      for (let index = 0; index < 100; index += 1) await keys.find(`made up ${index}`);
      expect(readings).toHaveBeenCalledTimes(2);
      for (let second = 0; second < 36; second += 1) {
        await fetchesIn(1000);
        await keys.find(`made up at ${second}`);
      }
      expect(readings).toHaveBeenCalledTimes(5);
    });

    it('then waits until 12 seconds have passed, and fetches for all callers', async () => {
      await keys.read();
      await keys.find('two');
      await fetchesIn(4000);
      publish(one, two);
      expect(await keys.find('two')).toBeUndefined();
      await fetchesIn(4000);
      expect(await keys.find('two')).toBeUndefined();
      expect(await fetchesIn(3999)).toBe(0);
      expect(keys.get('two')).toBeUndefined();
      expect(await fetchesIn(1)).toBe(1);
      expect(keys.get('two')).toEqual([two]);
      expect(await fetchesIn(REREAD - 1)).toBe(0);
    });

    it.each([
      [COOLDOWN - 1, 0],
      [COOLDOWN, 1],
      [COOLDOWN + 1, 1],
    ])('%i ms after two fetches, starts this many more: %i', async (ms, expected) => {
      await keys.read();
      await keys.find('two');
      await fetchesIn(ms);
      readings.mockClear();
      publish(two);
      expect(await keys.find('two')).toEqual(expected === 1 ? [two] : undefined);
      expect(readings).toHaveBeenCalledTimes(expected);
    });

    it('waits for a fetch in progress', async () => {
      await keys.read();
      let finish: (published: SigningKey[]) => void = () => undefined;
      answer = () => new Promise((resolve) => (finish = resolve));
      void keys.read();
      const found = keys.find('two');
      finish([one, two]);
      expect(await found).toEqual([two]);
      expect(readings).toHaveBeenCalledTimes(2);
    });

    it('does not delay the retry after a failure', async () => {
      fail();
      await keys.read();
      await keys.find('two').catch(() => undefined);
      expect(await fetchesIn(250)).toBe(1);
    });
  });

  describe('if a signature does not verify with the known keys of its key id', () => {
    it('fetches after the cooldown, and makes no request wait', async () => {
      await keys.read();
      await fetchesIn(5000);
      for (let index = 0; index < 100; index += 1) expect(keys.noteBadSignature()).toBeUndefined();
      expect(await fetchesIn(COOLDOWN - 5001)).toBe(0);
      expect(await fetchesIn(1)).toBe(1);
      expect(await fetchesIn(COOLDOWN)).toBe(0);
    });

    it('fetches immediately if the cooldown is over', async () => {
      await keys.read();
      await fetchesIn(COOLDOWN);
      keys.noteBadSignature();
      expect(await fetchesIn(0)).toBe(1);
    });

    it('schedules nothing during a fetch', async () => {
      let finish: () => void = () => undefined;
      answer = () => new Promise((resolve) => (finish = () => resolve([one])));
      const reading = keys.read();
      keys.noteBadSignature();
      finish();
      await reading;
      expect(await fetchesIn(REREAD - 1)).toBe(0);
    });
  });

  describe('while the key server is down', () => {
    it('keeps the known keys', async () => {
      await keys.read();
      fail();
      await keys.read();
      expect([keys.loaded, keys.get('one'), keys.has(one.key)]).toEqual([true, [one], true]);
      expect(await keys.find('one')).toEqual([one]);
    });

    it('throws keys_unavailable with the cause for an unknown key id', async () => {
      await keys.read();
      fail();
      await keys.read();
      await expect(keys.find('two')).rejects.toMatchObject({ code: 'keys_unavailable', cause: down });
      publish(one);
      await keys.read();
      expect(await keys.find('two')).toBeUndefined();
    });

    it('throws keys_unavailable if no keys were ever known', async () => {
      fail();
      await expect(keys.find('one')).rejects.toMatchObject({ code: 'keys_unavailable', cause: down });
      publish();
      await keys.read();
      await expect(keys.find('one')).rejects.toMatchObject({ code: 'keys_unavailable', cause: undefined });
    });
  });

  describe('if the published keys change', () => {
    let removed: KeyObject[][];

    beforeEach(async () => {
      removed = [];
      for (let time = 0; time < 2; time += 1) keys.onRemoval((gone) => removed.push([...gone]));
      publish(one, two);
      await keys.read();
    });

    it('reports removed keys to every listener, and nothing if none was removed', async () => {
      const three = makeKey('three');
      publish(one, two, three);
      await keys.read();
      expect(removed).toEqual([]);
      publish(two, three);
      await keys.read();
      expect(removed.map(([key, ...others]) => [key === one.key, others.length])).toEqual([
        [true, 0],
        [true, 0],
      ]);
      expect([keys.has(one.key), keys.has(two.key), keys.get('one')]).toEqual([false, true, undefined]);
      expect(keys.size).toBe(2);
    });

    it('keeps the object of a key that remains published', async () => {
      publish(makeKey('one'), makeKey('two'));
      await keys.read();
      expect(keys.get('one')?.[0]).toBe(one);
      expect([keys.has(one.key), keys.has(two.key), removed]).toEqual([true, true, []]);
    });

    it.each([
      ['another key under its id', makeKey('one', 'another')],
      ['itself under another id', makeKey('another', 'one')],
    ])('reports a key as removed if it is replaced by %s', async (_, next) => {
      publish(next, two);
      await keys.read();
      expect(removed.map(([key]) => key === one.key)).toEqual([true, true]);
      expect([keys.has(one.key), keys.has(next.key), keys.get(next.keyId)]).toEqual([false, true, [next]]);
    });

    it('keeps several keys with the same id, without duplicates', async () => {
      const other = makeKey('one', 'other');
      publish(one, other, makeKey('one'), makeKey('one', 'other'));
      await keys.read();
      expect(keys.get('one')).toEqual([one, other]);
      expect(keys.get('one')?.every((each, index) => each === [one, other][index])).toBe(true);
      expect(keys.size).toBe(2);
    });
  });
});
