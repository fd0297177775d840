import { CognitoClock } from './cognito-clock';

const dateOf = (ms: number): string => new Date(ms).toUTCString();

/** Advances `Date`, `performance.now()` and timers together. */
const NOW = 1_800_000_000_250;

describe('CognitoClock', () => {
  let clock: CognitoClock;
  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    clock = new CognitoClock();
  });
  afterEach(() => jest.useRealTimers());

  /** A response of Cognito whose clock is ahead of ours by `ahead` milliseconds. */
  const answer = (ahead: number, tripMs = 40) => {
    const sentAt = performance.now();
    jest.advanceTimersByTime(tripMs);
    clock.observe(sentAt, performance.now(), dateOf(Date.now() + ahead));
  };

  /** Waits as long as `passed` does, and returns the duration. */
  const waitFor = (second: number): number => {
    const ms = Math.ceil(clock.msUntilPassed(second));
    jest.advanceTimersByTime(ms);
    return ms;
  };

  it('is assumed to equal ours before the first response', () => {
    expect([clock.reached(), clock.mayHaveReached()]).toEqual([1_800_000_000, 1_800_000_000]);
    expect(waitFor(1_800_000_000)).toBe(800);
    expect(waitFor(1_799_999_999)).toBe(0);
  });

  it.each([-3000, -500, 0, 2999, 3000])('is estimated from a response (%d ms ahead)', (ahead) => {
    answer(ahead);
    const now = Math.floor((Date.now() + ahead) / 1000);
    expect(clock.reached()).toBe(now);
    expect(clock.mayHaveReached()).toBeGreaterThanOrEqual(now);
    expect(clock.mayHaveReached()).toBeLessThanOrEqual(now + 1);
  });

  it.each([-3000, -500, 0, 700, 3000])(
    'has left a second when the wait is over, after one response or several (%d ms ahead)',
    (ahead) => {
      for (let count = 0; count < 20; count += 1) {
        answer(ahead);
        const second = clock.reached();
        const waited = waitFor(second);
        expect(Math.floor((Date.now() + ahead) / 1000)).toBeGreaterThan(second);
        expect(waited).toBeLessThan(1100);
        jest.advanceTimersByTime(count * 37);
      }
    },
  );

  it('is known more precisely with every response, so that waits become as short as possible', () => {
    for (let count = 0; count < 50; count += 1) {
      answer(700, 2);
      jest.advanceTimersByTime(61);
    }
    const second = clock.reached();
    const rest = 1000 - ((Date.now() + 700) % 1000);
    const waited = waitFor(second);
    expect(waited).toBeGreaterThan(rest);
    expect(waited).toBeLessThan(rest + 150);
  });

  it('never goes back behind an earlier response if a later Date is stale', () => {
    for (let count = 0; count < 50; count += 1) {
      answer(0, 2);
      jest.advanceTimersByTime(61);
    }
    const sentAt = performance.now();
    clock.observe(sentAt, performance.now(), dateOf(Date.now() - 100));
    expect(clock.reached()).toBe(Math.floor(Date.now() / 1000));
  });

  it('follows a clock that was adjusted', () => {
    answer(0);
    answer(-3000);
    expect(clock.reached()).toBe(Math.floor((Date.now() - 3000) / 1000));
    answer(3000);
    expect(clock.reached()).toBe(Math.floor((Date.now() + 3000) / 1000));
  });

  it.each([undefined, '', 'yesterday', dateOf(NOW + 301_000), dateOf(NOW - 301_000)])(
    'ignores the Date %j',
    (date) => {
      clock.observe(performance.now(), performance.now(), date);
      expect(clock.reached()).toBe(1_800_000_000);
    },
  );

  it('becomes less certain with time', () => {
    answer(0);
    const before = clock.mayHaveReached() - clock.reached();
    jest.advanceTimersByTime(24 * 60 * 60 * 1000);
    expect(clock.mayHaveReached() - clock.reached()).toBeGreaterThan(before);
  });
});
