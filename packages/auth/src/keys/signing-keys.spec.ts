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
  /** What the key server answers next, and after that. */
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

  /** Lets this much time pass and tells how many readings were begun in it. */
  const readingsIn = async (ms: number): Promise<number> => {
    const before = readings.mock.calls.length;
    await jest.advanceTimersByTimeAsync(ms);
    return readings.mock.calls.length - before;
  };

  it('begins to read at start, and waits for nothing', async () => {
    expect(keys.start()).toBeUndefined();
    expect([readings.mock.calls.length, keys.loaded, keys.size]).toEqual([1, false, 0]);
    await jest.advanceTimersByTimeAsync(0);
    expect([keys.loaded, keys.size, readCounts()]).toEqual([true, 1, { ok: 1 }]);
    expect(keys.get('one')).toEqual([one]);
    expect(keys.get('two')).toBeUndefined();
  });

  it('tells of the key of an emulator, and why the last reading failed', async () => {
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

  it('logs why the keys cannot be read, again each minute, and that they can be read again', async () => {
    await keys.read();
    expect(logged).toEqual([]);
    fail();
    await keys.read();
    const line = 'The signing keys of the user pool could not be read: the key server is down';
    expect(logged).toEqual([line]);
    await readingsIn(59_000);
    expect(logged).toEqual([line]);
    await readingsIn(10_000);
    expect(logged).toEqual([line, line]);
    publish(one);
    await readingsIn(5000);
    expect(logged).toEqual([line, line, 'The signing keys of the user pool can be read again']);
    fail();
    await keys.read();
    expect(logged).toHaveLength(4);
  });

  it.each<[unknown, string]>([
    [Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new TypeError(''), 'TypeError'],
    ['a text', 'a text'],
  ])('logs a reason for %s', async (failure, reason) => {
    readings.mockRejectedValue(failure);
    await keys.read();
    expect(logged).toEqual([`The signing keys of the user pool could not be read: ${reason}`]);
  });

  it('reads once for callers at the same time, and again for later ones', async () => {
    await Promise.all([keys.read(), keys.read(), keys.find('one')]);
    expect(readings).toHaveBeenCalledTimes(1);
    await keys.read();
    expect(readings).toHaveBeenCalledTimes(2);
  });

  it('reads again every 5 minutes, counted from the last reading', async () => {
    await keys.read();
    expect(await readingsIn(REREAD - 1)).toBe(0);
    expect(await readingsIn(1)).toBe(1);
    await readingsIn(REREAD / 2);
    await keys.read();
    expect(await readingsIn(REREAD - 1)).toBe(0);
    expect(await readingsIn(1)).toBe(1);
    expect(await readingsIn(REREAD)).toBe(1);
  });

  it('after a failure tries again soon, then ever later, and after a success in 5 minutes', async () => {
    fail();
    await keys.read();
    for (const delay of [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]) {
      expect([delay, await readingsIn(delay - 1)]).toEqual([delay, 0]);
      expect([delay, await readingsIn(1)]).toEqual([delay, 1]);
    }
    publish(one);
    expect(await readingsIn(5000)).toBe(1);
    expect(await readingsIn(REREAD - 1)).toBe(0);
    fail();
    expect(await readingsIn(1)).toBe(1);
    expect(await readingsIn(250)).toBe(1);
    expect(readCounts()).toEqual({ ok: 1, failed: 11 });
  });

  it('never reads again once the application has ended, not even where a reading was under way', async () => {
    await keys.read();
    keys.stop();
    expect(jest.getTimerCount()).toBe(0);
    const late = keys.read();
    keys.stop();
    await late;
    await keys.find('two');
    expect(jest.getTimerCount()).toBe(0);
  });

  describe('for a key id that is not known', () => {
    it('reads at once where nothing was read so far', async () => {
      expect(await keys.find('one')).toEqual([one]);
      expect(readings).toHaveBeenCalledTimes(1);
    });

    it('reads once more at once right after a reading: a key may have been published just after it', async () => {
      await keys.read();
      publish(one, two);
      expect(await keys.find('two')).toEqual([two]);
      expect(readings).toHaveBeenCalledTimes(2);
      expect(await keys.find('three')).toBeUndefined();
      expect(readings).toHaveBeenCalledTimes(2);
    });

    it('reads twice at most for a flood of them, then once in 12 seconds', async () => {
      await keys.read();
      await readingsIn(COOLDOWN);
      readings.mockClear();
      for (let index = 0; index < 100; index += 1) await keys.find(`made up ${index}`);
      expect(readings).toHaveBeenCalledTimes(2);
      for (let second = 0; second < 36; second += 1) {
        await readingsIn(1000);
        await keys.find(`made up at ${second}`);
      }
      expect(readings).toHaveBeenCalledTimes(5);
    });

    it('after that does not read at once, but once 12 seconds have passed, for all who asked', async () => {
      await keys.read();
      await keys.find('two');
      await readingsIn(4000);
      publish(one, two);
      expect(await keys.find('two')).toBeUndefined();
      await readingsIn(4000);
      expect(await keys.find('two')).toBeUndefined();
      expect(await readingsIn(3999)).toBe(0);
      expect(keys.get('two')).toBeUndefined();
      expect(await readingsIn(1)).toBe(1);
      expect(keys.get('two')).toEqual([two]);
      expect(await readingsIn(REREAD - 1)).toBe(0);
    });

    it.each([
      [COOLDOWN - 1, 0],
      [COOLDOWN, 1],
      [COOLDOWN + 1, 1],
    ])('%i ms after two readings begins %i', async (ms, expected) => {
      await keys.read();
      await keys.find('two');
      await readingsIn(ms);
      readings.mockClear();
      publish(two);
      expect(await keys.find('two')).toEqual(expected === 1 ? [two] : undefined);
      expect(readings).toHaveBeenCalledTimes(expected);
    });

    it('waits for the reading that is under way', async () => {
      await keys.read();
      let finish: (published: SigningKey[]) => void = () => undefined;
      answer = () => new Promise((resolve) => (finish = resolve));
      void keys.read();
      const found = keys.find('two');
      finish([one, two]);
      expect(await found).toEqual([two]);
      expect(readings).toHaveBeenCalledTimes(2);
    });

    it('does not put the next try after a failure off', async () => {
      fail();
      await keys.read();
      await keys.find('two').catch(() => undefined);
      expect(await readingsIn(250)).toBe(1);
    });
  });

  describe('where a signature does not verify with the known keys of its key id', () => {
    it('reads again once the cooldown is over, and makes nobody wait', async () => {
      await keys.read();
      await readingsIn(5000);
      for (let index = 0; index < 100; index += 1) expect(keys.doubt()).toBeUndefined();
      expect(await readingsIn(COOLDOWN - 5001)).toBe(0);
      expect(await readingsIn(1)).toBe(1);
      expect(await readingsIn(COOLDOWN)).toBe(0);
    });

    it('reads at once where the cooldown is over already', async () => {
      await keys.read();
      await readingsIn(COOLDOWN);
      keys.doubt();
      expect(await readingsIn(0)).toBe(1);
    });

    it('plans nothing while a reading is under way', async () => {
      let finish: () => void = () => undefined;
      answer = () => new Promise((resolve) => (finish = () => resolve([one])));
      const reading = keys.read();
      keys.doubt();
      finish();
      await reading;
      expect(await readingsIn(REREAD - 1)).toBe(0);
    });
  });

  describe('while the key server is down', () => {
    it('keeps the keys that are known', async () => {
      await keys.read();
      fail();
      await keys.read();
      expect([keys.loaded, keys.get('one'), keys.has(one.key)]).toEqual([true, [one], true]);
      expect(await keys.find('one')).toEqual([one]);
    });

    it('says of an unknown key id that the keys cannot be had, and why', async () => {
      await keys.read();
      fail();
      await keys.read();
      await expect(keys.find('two')).rejects.toMatchObject({ code: 'keys_unavailable', cause: down });
      publish(one);
      await keys.read();
      expect(await keys.find('two')).toBeUndefined();
    });

    it('says so too where no keys were ever known', async () => {
      fail();
      await expect(keys.find('one')).rejects.toMatchObject({ code: 'keys_unavailable', cause: down });
      publish();
      await keys.read();
      await expect(keys.find('one')).rejects.toMatchObject({ code: 'keys_unavailable', cause: undefined });
    });
  });

  describe('where the published keys change', () => {
    let removed: KeyObject[][];

    beforeEach(async () => {
      removed = [];
      for (let time = 0; time < 2; time += 1) keys.onRemoval((gone) => removed.push([...gone]));
      publish(one, two);
      await keys.read();
    });

    it('tells every listener which have gone, and nobody where none has', async () => {
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

    it('keeps the object of a key that stays', async () => {
      publish(makeKey('one'), makeKey('two'));
      await keys.read();
      expect(keys.get('one')?.[0]).toBe(one);
      expect([keys.has(one.key), keys.has(two.key), removed]).toEqual([true, true, []]);
    });

    it.each([
      ['another key under its id', makeKey('one', 'another')],
      ['itself under another id', makeKey('another', 'one')],
    ])('takes a key for gone that is replaced by %s', async (_, next) => {
      publish(next, two);
      await keys.read();
      expect(removed.map(([key]) => key === one.key)).toEqual([true, true]);
      expect([keys.has(one.key), keys.has(next.key), keys.get(next.keyId)]).toEqual([false, true, [next]]);
    });

    it('knows several keys of one id, each once', async () => {
      const other = makeKey('one', 'other');
      publish(one, other, makeKey('one'), makeKey('one', 'other'));
      await keys.read();
      expect(keys.get('one')).toEqual([one, other]);
      expect(keys.get('one')?.every((each, index) => each === [one, other][index])).toBe(true);
      expect(keys.size).toBe(2);
    });
  });
});
