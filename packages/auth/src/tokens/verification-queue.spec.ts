import { VerificationQueue } from './verification-queue.ts';

describe('VerificationQueue', () => {
  let queue: VerificationQueue;
  let started: string[];
  /** Milliseconds for which tasks have kept the process busy. */
  let busy: number;

  beforeEach(() => {
    jest.useFakeTimers();
    busy = 0;
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + busy);
    queue = new VerificationQueue();
    started = [];
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  /** A task from an address that keeps the process busy for `ms`. */
  const take = async (name: string, ip?: string, ms = 1): Promise<string> =>
    queue.run(
      () => {
        started.push(name);
        busy += ms;
        return Promise.resolve(name);
      },
      ip === undefined ? undefined : { ip },
    );
  /** Runs the seven turns of the event loop for cached tokens, and the one that starts a task. */
  const turn = () => jest.advanceTimersToNextTimer(8);

  it('starts every task immediately while no token is rejected', async () => {
    const all = ['a', 'b', 'c'].map((name) => take(name));
    expect(started).toEqual(['a', 'b', 'c']);
    expect(jest.getTimerCount()).toBe(0);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('starts one task in every eighth turn of the event loop after a rejection, in the order of arrival', async () => {
    queue.noteRejection();
    const all = ['a', 'b', 'c'].map((name) => take(name));
    expect(started).toEqual([]);
    for (const names of [[], ['a'], ['a', 'b']]) {
      jest.advanceTimersToNextTimer(7);
      expect(started).toEqual(names);
      jest.advanceTimersToNextTimer();
      expect(started).toHaveLength(names.length + 1);
    }
    expect(started).toEqual(['a', 'b', 'c']);
    expect(jest.getTimerCount()).toBe(0);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('starts again for tasks that arrive after the queue was empty', async () => {
    queue.noteRejection();
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
  ])('%i ms after the last rejection, starts immediately: %j', (ms, expected) => {
    queue.noteRejection();
    jest.advanceTimersByTime(500);
    queue.noteRejection();
    jest.advanceTimersByTime(ms);
    void take('a');
    expect(started).toEqual(expected);
  });

  it('does not start a task before those that are waiting', () => {
    queue.noteRejection();
    void take('a');
    // The event loop is busy: what is scheduled for its next turn has not begun.
    busy = 2000;
    void take('b');
    expect(started).toEqual([]);
    turn();
    turn();
    expect(started).toEqual(['a', 'b']);
  });

  it('rejects with the error of the task, and continues', async () => {
    queue.noteRejection();
    const fault = new Error('a fault');
    const failed = queue.run(() => Promise.reject(fault));
    const next = take('b');
    turn();
    turn();
    await expect(failed).rejects.toBe(fault);
    expect(await next).toBe('b');
  });

  /** Turns of the event loop take no time except that of tasks. */
  const freezeTime = () => jest.spyOn(performance, 'now').mockImplementation(() => busy);

  it('starts one task at a time while turns are short, even for the shortest tasks', () => {
    freezeTime();
    queue.noteRejection();
    for (const name of 'abc') void take(name, undefined, 0.01);
    for (const names of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
      turn();
      expect(started).toEqual(names);
    }
  });

  it('starts tasks for 1 ms after turns of 9 ms together', () => {
    freezeTime();
    queue.noteRejection();
    for (const name of 'abcdefg') void take(name, undefined, 0.3);
    // Requests with cached tokens.
    busy += 9;
    turn();
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    turn();
    expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('starts tasks for 0.25 ms in every turn after 100 turns without a cached token', () => {
    freezeTime();
    queue.noteRejection();
    for (let index = 0; index < 60; index += 1) void take(String(index), undefined, 0.1);
    jest.advanceTimersToNextTimer(100);
    expect(started).toHaveLength(12);
    jest.advanceTimersToNextTimer();
    expect(started).toHaveLength(15);
    jest.advanceTimersToNextTimer();
    expect(started).toHaveLength(18);
    queue.noteCacheHit();
    turn();
    expect(started).toHaveLength(19);
  });

  it('rejects with the error that a task throws', async () => {
    queue.noteRejection();
    const fault = new Error('a fault');
    const failed = queue.run(() => {
      throw fault;
    });
    turn();
    await expect(failed).rejects.toBe(fault);
  });

  it('alternates between addresses, so that a flood from one delays another by one task', () => {
    queue.noteRejection();
    for (let index = 0; index < 100; index += 1) void take(`flood ${index}`, '203.0.113.1');
    void take('good', '198.51.100.7');
    void take('better', '2001:db8::1');
    for (let index = 0; index < 3; index += 1) turn();
    expect(started).toEqual(['flood 0', 'good', 'better']);
    turn();
    expect(started.at(-1)).toBe('flood 1');
  });

  it('treats the ports of an IPv4 address and the addresses of a /64 as one sender', () => {
    queue.noteRejection();
    for (let port = 1; port < 50; port += 1) void take('flood', `203.0.113.1:${port}`);
    for (let host = 1; host < 50; host += 1) void take('flood', `2001:db8:0:1::${host}`);
    void take('good', '198.51.100.7');
    for (let index = 0; index < 3; index += 1) turn();
    expect(started).toEqual(['flood', 'flood', 'good']);
  });
});
