import { VerificationQueue } from './verification-queue.ts';

describe('VerificationQueue', () => {
  let queue: VerificationQueue;
  let started: string[];
  /** Milliseconds that tasks have kept the process busy for. */
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

  /** A task that keeps the process busy for so long, from an address. */
  const take = async (name: string, ip?: string, ms = 1): Promise<string> =>
    queue.run(
      () => {
        started.push(name);
        busy += ms;
        return Promise.resolve(name);
      },
      ip === undefined ? undefined : { ip },
    );
  /** Lets the turn of the event loop pass that starts a task, and the one that belongs to known callers. */
  const turn = () => jest.advanceTimersToNextTimer(2);

  it('starts every task at once while no token is rejected', async () => {
    const all = ['a', 'b', 'c'].map((name) => take(name));
    expect(started).toEqual(['a', 'b', 'c']);
    expect(jest.getTimerCount()).toBe(0);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('after a rejection starts a task in every second turn of the event loop, in the order of arrival', async () => {
    queue.noteRejection();
    const all = ['a', 'b', 'c'].map((name) => take(name));
    expect(started).toEqual([]);
    for (const names of [['a'], ['a'], ['a', 'b'], ['a', 'b'], ['a', 'b', 'c']]) {
      jest.advanceTimersToNextTimer();
      expect(started).toEqual(names);
    }
    expect(jest.getTimerCount()).toBe(0);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('starts again for tasks that come once the queue was empty', async () => {
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
  ])('%i ms after the last rejection has at once started %j', (ms, expected) => {
    queue.noteRejection();
    jest.advanceTimersByTime(500);
    queue.noteRejection();
    jest.advanceTimersByTime(ms);
    void take('a');
    expect(started).toEqual(expected);
  });

  it('lets no task overtake those that wait', () => {
    queue.noteRejection();
    void take('a');
    // The loop is busy for a while: what is planned for its next turn has not begun.
    busy = 2000;
    void take('b');
    expect(started).toEqual([]);
    turn();
    turn();
    expect(started).toEqual(['a', 'b']);
  });

  it('rejects with the failure of the task, and goes on', async () => {
    queue.noteRejection();
    const fault = new Error('a fault');
    const failed = queue.run(() => Promise.reject(fault));
    const next = take('b');
    turn();
    turn();
    await expect(failed).rejects.toBe(fault);
    expect(await next).toBe('b');
  });

  /** Turns of the event loop take no time but that of tasks. */
  const freezeTime = () => jest.spyOn(performance, 'now').mockImplementation(() => busy);

  it('starts one task at a time while turns are short, however short the tasks are', () => {
    freezeTime();
    queue.noteRejection();
    for (const name of 'abc') void take(name, undefined, 0.01);
    for (const names of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
      turn();
      expect(started).toEqual(names);
    }
  });

  it('after a turn of 9 ms starts tasks for one of them', () => {
    queue.noteRejection();
    for (const name of 'abcdefg') void take(name, undefined, 0.3);
    // Requests of known callers.
    busy += 9;
    turn();
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    turn();
    expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('starts tasks for a quarter of a millisecond in every turn once 50 turns had no known caller', () => {
    freezeTime();
    queue.noteRejection();
    for (let index = 0; index < 60; index += 1) void take(String(index), undefined, 0.1);
    for (let index = 0; index < 50; index += 1) turn();
    expect(started).toHaveLength(50);
    jest.advanceTimersToNextTimer();
    expect(started).toHaveLength(53);
    jest.advanceTimersToNextTimer();
    expect(started).toHaveLength(56);
    queue.noteKnown();
    jest.advanceTimersToNextTimer();
    expect(started).toHaveLength(57);
  });

  it('rejects with what a task throws', async () => {
    queue.noteRejection();
    const fault = new Error('a fault');
    const failed = queue.run(() => {
      throw fault;
    });
    turn();
    await expect(failed).rejects.toBe(fault);
  });

  it('lets addresses take turns, so that a flood from one delays another by one task', () => {
    queue.noteRejection();
    for (let index = 0; index < 100; index += 1) void take(`flood ${index}`, '203.0.113.1');
    void take('good', '198.51.100.7');
    void take('better', '2001:db8::1');
    for (let index = 0; index < 3; index += 1) turn();
    expect(started).toEqual(['flood 0', 'good', 'better']);
    turn();
    expect(started.at(-1)).toBe('flood 1');
  });

  it('takes the ports of one IPv4 address and the addresses of one /64 for one sender', () => {
    queue.noteRejection();
    for (let port = 1; port < 50; port += 1) void take('flood', `203.0.113.1:${port}`);
    for (let host = 1; host < 50; host += 1) void take('flood', `2001:db8:0:1::${host}`);
    void take('good', '198.51.100.7');
    for (let index = 0; index < 3; index += 1) turn();
    expect(started).toEqual(['flood', 'flood', 'good']);
  });
});
