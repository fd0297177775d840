import { Turns } from './turns.ts';

describe('Turns', () => {
  let turns: Turns;
  let started: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    turns = new Turns();
    started = [];
  });
  afterEach(() => jest.useRealTimers());

  const take = (name: string): Promise<string> =>
    turns.take(() => {
      started.push(name);
      return Promise.resolve(name);
    });
  /** Lets one turn of the event loop pass. */
  const turn = () => jest.advanceTimersToNextTimer();

  it('lets nobody wait while no token is refused', async () => {
    const all = ['a', 'b', 'c'].map(take);
    expect(started).toEqual(['a', 'b', 'c']);
    expect(jest.getTimerCount()).toBe(0);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('after a refusal starts one in each turn of the event loop, in the order in which they came', async () => {
    turns.refused();
    const all = ['a', 'b', 'c'].map(take);
    expect(started).toEqual([]);
    for (const names of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
      turn();
      expect(started).toEqual(names);
    }
    expect(jest.getTimerCount()).toBe(0);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('starts again for those who come once nobody waits any longer', async () => {
    turns.refused();
    const first = take('a');
    turn();
    const second = take('b');
    expect(started).toEqual(['a']);
    turn();
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
  });

  it.each([
    [1000, []],
    [1001, ['a']],
  ])('%i ms after the last refusal has at once started %j', (ms, expected) => {
    turns.refused();
    jest.advanceTimersByTime(500);
    turns.refused();
    jest.advanceTimersByTime(ms);
    void take('a');
    expect(started).toEqual(expected);
  });

  it('lets nobody go before those who wait already', () => {
    turns.refused();
    void take('a');
    // The loop is busy for a while: what is planned for its next turn has not begun.
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000);
    void take('b');
    expect(started).toEqual([]);
    turn();
    turn();
    expect(started).toEqual(['a', 'b']);
    jest.restoreAllMocks();
  });

  it('hands a failure to the one whose task it was, and goes on', async () => {
    turns.refused();
    const fault = new Error('a fault');
    const failed = turns.take(() => Promise.reject(fault));
    const next = take('b');
    turn();
    turn();
    await expect(failed).rejects.toBe(fault);
    expect(await next).toBe('b');
  });
});
