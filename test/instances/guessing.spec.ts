import type { Settings } from '../../src/config/settings';
import { Problem } from '../../src/problems/problem';
import { delayAfterMs, LONGEST_DELAY_MS } from '../../src/rate-limit/guess-ledger';
import { Guessing } from '../../src/rate-limit/guessing';
import { LocalGuessLedger } from '../../src/rate-limit/local-guess-ledger';

const limit = { budget: 3, windowMs: 60_000 };
const settings = { accountRateLimit: { limit: 3, seconds: 60 } } as Settings;
const wrong = () => Promise.reject(new Problem('bad_credentials', 'wrong'));
const right = () => Promise.resolve('tokens');

describe('The delay after failed attempts', () => {
  it.each([
    [3, 0],
    [4, 1000],
    [5, 2000],
    [6, 4000],
    [13, 512_000],
    [14, LONGEST_DELAY_MS],
    [5000, LONGEST_DELAY_MS],
  ])('after %d failures with a budget of 3 is %d ms', (failures, ms) => {
    expect(delayAfterMs(failures, limit)).toBe(ms);
  });
});

describe('Guessing at one account', () => {
  let guessing: Guessing;
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'admitted',
      (error: Problem) => error.code,
    );
  const guess = (account = 'alice') => codeOf(guessing.attempt(account, wrong));
  const guessTimes = async (times: number) => {
    for (let time = 0; time < times; time += 1) expect(await guess()).toBe('bad_credentials');
  };

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    guessing = new Guessing(settings);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is free within the budget, and then followed by a delay that doubles', async () => {
    await guessTimes(4);
    for (const seconds of [1, 2, 4, 8]) {
      const refused = await guessing.attempt('alice', wrong).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'rate_limited', options: { retryAfter: seconds } });
      jest.advanceTimersByTime(seconds * 1000 - 1);
      expect(await guess()).toBe('rate_limited');
      jest.advanceTimersByTime(1);
      await guessTimes(1);
    }
  });

  it('asks nobody during a delay, not even with the right password', async () => {
    await guessTimes(4);
    const action = jest.fn(right);
    expect(await codeOf(guessing.attempt('alice', action))).toBe('rate_limited');
    expect(action).not.toHaveBeenCalled();
  });

  it('takes names that a pool may take for the same one as one, and others apart', async () => {
    await guessTimes(4);
    expect(await guess('ALICE')).toBe('rate_limited');
    expect(await guess('bob')).toBe('bad_credentials');
  });

  it('begins anew after a success', async () => {
    await guessTimes(3);
    await guessing.attempt('alice', right);
    await guessTimes(4);
  });

  it('does not begin anew after a password that only led to a challenge, nor count it', async () => {
    await guessTimes(2);
    for (let time = 0; time < 5; time += 1) await guessing.attempt('alice', right, () => false);
    await guessTimes(2);
    expect(await guess()).toBe('rate_limited');
  });

  it.each(['code_mismatch', 'code_expired', 'user_not_found'] as const)('counts %s', async (code) => {
    const attempt = () => codeOf(guessing.attempt('alice', () => Promise.reject(new Problem(code, 'no'))));
    for (let time = 0; time < 4; time += 1) expect(await attempt()).toBe(code);
    expect(await attempt()).toBe('rate_limited');
  });

  it.each(['cognito_unavailable', 'validation_failed', 'user_not_confirmed'] as const)(
    'does not count %s',
    async (code) => {
      const attempt = () => codeOf(guessing.attempt('alice', () => Promise.reject(new Problem(code, 'no'))));
      for (let time = 0; time < 10; time += 1) expect(await attempt()).toBe(code);
    },
  );

  it('lets no more than the budget and one through at a time', async () => {
    let fail = (_error: Problem): void => undefined;
    const slow = new Promise<never>((_, reject) => (fail = reject));
    const many = Array.from({ length: 50 }, () => codeOf(guessing.attempt('alice', () => slow)));
    await jest.advanceTimersByTimeAsync(0);
    fail(new Problem('bad_credentials', 'wrong'));
    const codes = await Promise.all(many);
    expect(codes.filter((code) => code === 'bad_credentials')).toHaveLength(4);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(46);
  });

  it('forgets failures within the budget with their window, and others a window after their delay', async () => {
    await guessTimes(3);
    jest.advanceTimersByTime(60_000);
    await guessTimes(4);
    jest.advanceTimersByTime(59_000);
    await guessTimes(1);
    jest.advanceTimersByTime(1000);
    expect(await guess()).toBe('rate_limited');
    jest.advanceTimersByTime(61_000);
    await guessTimes(4);
  });

  it('is not limited where the limit is off', async () => {
    guessing = new Guessing({ accountRateLimit: undefined } as Settings);
    await guessTimes(50);
  });

  it('takes bounded memory', async () => {
    const ledger = new LocalGuessLedger(limit, 10);
    for (let account = 0; account < 100; account += 1) await ledger.begin(`account${account}`);
    expect(ledger.size).toBe(10);
  });
});
