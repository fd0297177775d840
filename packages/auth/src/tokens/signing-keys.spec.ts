import { createSecretKey, type KeyObject } from 'node:crypto';
import { AuthStatistics } from '../statistics.ts';
import type { SigningKey } from './jwk.ts';
import { KeyServer } from './key-server.ts';
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
    keys = new SigningKeys(
      { jwksUri: 'http://127.0.0.1:9/' } as ConstructorParameters<typeof SigningKeys>[0],
      statistics,
    );
  });
  afterEach(() => {
    keys.onApplicationShutdown();
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
    expect(keys.onModuleInit()).toBeUndefined();
    expect([readings.mock.calls.length, keys.loaded, statistics.keys()]).toEqual([1, false, 0]);
    await jest.advanceTimersByTimeAsync(0);
    expect([keys.loaded, statistics.keys(), readCounts()]).toEqual([true, 1, { ok: 1 }]);
    expect(keys.get('one')).toEqual([one]);
    expect(keys.get('two')).toEqual([]);
  });

  it('tells of a published key that must never be accepted', () => {
    const refused = jest.spyOn(KeyServer.prototype, 'publishesRefusedKey', 'get');
    for (const published of [true, false]) {
      refused.mockReturnValue(published);
      expect(keys.publishesRefusedKey).toBe(published);
    }
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
    keys.onApplicationShutdown();
    expect(jest.getTimerCount()).toBe(0);
    const late = keys.read();
    keys.onApplicationShutdown();
    await late;
    await keys.find('two');
    expect(jest.getTimerCount()).toBe(0);
  });

  describe('for a key id that is not known', () => {
    it('reads at once where nothing was read so far', async () => {
      expect(await keys.find('one')).toEqual([one]);
      expect(readings).toHaveBeenCalledTimes(1);
    });

    it('does not read a moment after a reading, but once 12 seconds have passed since, for all who asked', async () => {
      await keys.read();
      await readingsIn(4000);
      publish(one, two);
      expect(await keys.find('two')).toEqual([]);
      await readingsIn(4000);
      expect(await keys.find('two')).toEqual([]);
      expect(await readingsIn(3999)).toBe(0);
      expect(keys.get('two')).toEqual([]);
      expect(await readingsIn(1)).toBe(1);
      expect(keys.get('two')).toEqual([two]);
      expect(await readingsIn(REREAD - 1)).toBe(0);
    });

    it.each([
      [COOLDOWN - 1, 0],
      [COOLDOWN, 1],
      [COOLDOWN + 1, 1],
    ])('%i ms after a reading begins %i', async (ms, expected) => {
      await keys.read();
      await readingsIn(ms);
      readings.mockClear();
      publish(two);
      expect(await keys.find('two')).toEqual(expected === 1 ? [two] : []);
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
      expect(await keys.find('two')).toEqual([]);
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
      expect([keys.has(one.key), keys.has(two.key), keys.get('one')]).toEqual([false, true, []]);
      expect(statistics.keys()).toBe(2);
    });

    it('keeps the object of a key that stays', async () => {
      publish(makeKey('one'), makeKey('two'));
      await keys.read();
      expect(keys.get('one')[0]).toBe(one);
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
      expect(keys.get('one').every((each, index) => each === [one, other][index])).toBe(true);
      expect(statistics.keys()).toBe(2);
    });
  });
});
