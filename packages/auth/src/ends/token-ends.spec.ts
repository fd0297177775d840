import type { VerifiedToken } from '../tokens/token-verifier.ts';
import { endableIterator, isAsyncIterable } from './endable-iterator.ts';
import { TokenEnds } from './token-ends.ts';

const token = (name: string) => ({ token: name }) as VerifiedToken;

function setUp() {
  const ended = new Set<string>();
  const listeners = new Set<() => void>();
  const ends = new TokenEnds(
    {
      recheck: (verified) => {
        if (ended.has(verified.token)) throw new Error(`${verified.token} ended`);
      },
    },
    {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  );
  const calls: unknown[] = [];
  const watch = (name: string) =>
    ends.watch(token(name), (refusal) => calls.push((refusal as Error).message));
  return { ends, ended, listeners, calls, watch };
}

describe('TokenEnds', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('reports a token that has ended once, within half a second, and no other token', () => {
    const { ends, ended, calls, watch } = setUp();
    watch('a');
    watch('b');
    ended.add('a');
    jest.advanceTimersByTime(499);
    expect(calls).toEqual([]);
    jest.advanceTimersByTime(1000);
    expect(calls).toEqual(['a ended']);
    expect(ends.size).toBe(1);
    ended.add('b');
    jest.advanceTimersByTime(500);
    expect(calls).toEqual(['a ended', 'b ended']);
  });

  it('checks immediately after a revocation, and once for several revocations', () => {
    const { ended, listeners, calls, watch } = setUp();
    watch('a');
    watch('b');
    const revoke = (): void => {
      for (const listener of listeners) listener();
    };
    for (let time = 0; time < 3; time += 1) revoke();
    // The interval, and one check of all tokens.
    expect(jest.getTimerCount()).toBe(2);
    ended.add('a');
    jest.advanceTimersByTime(0);
    expect(calls).toEqual(['a ended']);
    ended.add('b');
    revoke();
    jest.advanceTimersByTime(0);
    expect(calls).toEqual(['a ended', 'b ended']);
    revoke();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('reports nothing after the watch has ended, and stops its timer', () => {
    const { ended, calls, watch } = setUp();
    const unwatch = watch('a');
    expect(jest.getTimerCount()).toBe(1);
    unwatch();
    ended.add('a');
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(1000);
    expect(calls).toEqual([]);
  });

  it('stops when the application stops', () => {
    const { ends, listeners, watch } = setUp();
    watch('a');
    ends.stop();
    expect([ends.size, listeners.size, jest.getTimerCount()]).toEqual([0, 0, 0]);
  });
});

describe('endableIterator', () => {
  async function* numbers(state: { returned?: boolean } = {}): AsyncGenerator<number> {
    try {
      for (let number = 0; number < 3; number += 1) yield number;
    } finally {
      state.returned = true;
    }
  }
  const never = (): AsyncIterable<number> => ({
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<number>>(() => undefined) }),
  });
  const watching = () => {
    const world = { end: () => {}, unwatched: 0 };
    const watch = (end: () => void) => {
      world.end = end;
      return () => void (world.unwatched += 1);
    };
    return { world, watch };
  };

  it('yields the items of the source, and stops watching when the source ends', async () => {
    const { world, watch } = watching();
    const seen: number[] = [];
    for await (const number of endableIterator(numbers(), watch)) seen.push(number);
    expect(seen).toEqual([0, 1, 2]);
    expect(world.unwatched).toBe(1);
  });

  it('ends while it waits for an item, and stays ended', async () => {
    const { world, watch } = watching();
    const items = endableIterator(never(), watch);
    const waiting = items.next();
    world.end();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  it('closes the source when it is ended or returned', async () => {
    for (const close of ['end', 'return'] as const) {
      const { world, watch } = watching();
      const state: { returned?: boolean } = {};
      const items = endableIterator(numbers(state), watch);
      await items.next();
      if (close === 'end') world.end();
      else await items.return?.();
      await Promise.resolve();
      expect(state.returned).toBe(true);
      expect(await items.next()).toMatchObject({ done: true });
    }
  });

  it('rejects with the error of the source, and stops watching', async () => {
    const failing = (async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error('the source fails');
    })();
    const { world, watch } = watching();
    const items = endableIterator(failing, watch);
    await items.next();
    await expect(items.next()).rejects.toThrow('the source fails');
    expect(world.unwatched).toBe(1);
  });

  it('stops watching when it is returned, even if the source has no return()', async () => {
    for (const source of [numbers(), never()]) {
      const { world, watch } = watching();
      const items = endableIterator(source, watch);
      expect(await items.return?.('value')).toEqual({ done: true, value: undefined });
      expect(world.unwatched).toBe(1);
      expect(await items.next()).toEqual({ done: true, value: undefined });
    }
  });

  it('stops watching when an error is thrown into it', async () => {
    for (const source of [numbers(), never()]) {
      const { world, watch } = watching();
      const items = endableIterator(source, watch);
      await expect(items.throw?.(new Error('the reader fails'))).rejects.toThrow('the reader fails');
      expect(world.unwatched).toBe(1);
      expect(await items.next()).toEqual({ done: true, value: undefined });
    }
  });

  it('is its own iterator', () => {
    const items = endableIterator(never(), watching().watch);
    expect(items[Symbol.asyncIterator]()).toBe(items);
  });

  it.each([
    [never(), true],
    [[1], false],
    [null, false],
    [undefined, false],
    ['text', false],
    [() => never(), false],
  ])('recognises an async iterable: %p is %p', (value, is) => {
    expect(isAsyncIterable(value)).toBe(is);
  });
});
