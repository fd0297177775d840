import { SyncLoop } from './sync-loop.ts';

const RETRY_MS = 100;
const EVERY_MS = 1000;

/** A loop whose runs are ended one by one by the test. */
function setUp() {
  const open: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let runs = 0;
  const work = (): Promise<void> => {
    runs += 1;
    return new Promise((resolve, reject) => void open.push({ resolve, reject }));
  };
  const loop = new SyncLoop(work, { retryMs: RETRY_MS, everyMs: EVERY_MS });
  const settle = async (how: 'succeeds' | 'fails'): Promise<void> => {
    const run = open.shift();
    if (how === 'succeeds') run?.resolve();
    else run?.reject(new Error('the store is down'));
    await jest.advanceTimersByTimeAsync(0);
  };
  return { loop, settle, runs: () => runs };
}

describe('SyncLoop', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('runs once per interval', async () => {
    const { settle, runs } = setUp();
    jest.advanceTimersByTime(EVERY_MS - 1);
    expect(runs()).toBe(0);
    jest.advanceTimersByTime(1);
    expect(runs()).toBe(1);
    await settle('succeeds');
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(runs()).toBe(2);
  });

  it('never runs concurrently, and runs once more for requests made meanwhile', async () => {
    const { loop, settle, runs } = setUp();
    for (let time = 0; time < 3; time += 1) loop.run();
    expect(runs()).toBe(1);
    await settle('succeeds');
    expect(runs()).toBe(2);
    await settle('succeeds');
    expect(runs()).toBe(2);
  });

  it('runs again soon after a failure, once for several requests', async () => {
    const { loop, settle, runs } = setUp();
    loop.run();
    await settle('fails');
    loop.runLater();
    await jest.advanceTimersByTimeAsync(RETRY_MS - 1);
    expect(runs()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(runs()).toBe(2);
    await settle('succeeds');
    await jest.advanceTimersByTimeAsync(RETRY_MS);
    expect(runs()).toBe(2);
  });

  it('continues after each of several failures', async () => {
    const { loop, settle, runs } = setUp();
    loop.run();
    for (let failure = 1; failure <= 3; failure += 1) {
      await settle('fails');
      await jest.advanceTimersByTimeAsync(RETRY_MS);
      expect(runs()).toBe(failure + 1);
    }
  });

  it('does not run after it is stopped, and keeps no timer', async () => {
    const { loop, runs } = setUp();
    loop.runLater();
    loop.stop();
    expect(jest.getTimerCount()).toBe(0);
    loop.runLater();
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(runs()).toBe(0);
  });

  it.each(['succeeds', 'fails'] as const)(
    'is not repeated if the current run %s after the stop',
    async (how) => {
      const { loop, settle, runs } = setUp();
      loop.run();
      loop.run();
      loop.stop();
      await settle(how);
      expect(jest.getTimerCount()).toBe(0);
      expect(runs()).toBe(1);
    },
  );
});
