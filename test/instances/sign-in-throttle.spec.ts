import { Problem } from '../../src/problems/problem';
import { AccountNames } from '../../src/rate-limit/account-names';
import type { AccountResolver, Resolution } from '../../src/rate-limit/account-resolver';
import { delayAfterMs, MAX_DELAY_MS } from '../../src/rate-limit/attempt-store';
import { LocalAttemptStore } from '../../src/rate-limit/local-attempt.store';
import { Refusals } from '../../src/rate-limit/refusals';
import { SignInThrottle } from '../../src/rate-limit/sign-in-throttle';

const limit = { budget: 3, windowMs: 60_000 };
const settings = { account: { limit: 3, seconds: 60 } };

/** A pool of one user, alice, who has several names; `readable` is false where AdminGetUser is denied. */
class OneUser {
  readonly asked: string[] = [];
  constructor(readonly readable = true) {}
  resolve(username: string): Promise<Resolution> {
    this.asked.push(username);
    if (!this.readable) return Promise.resolve('unknown');
    const isAlice = ['alice', 'alice@example.com', '+15550100', 'alice-sub'].includes(username.toLowerCase());
    return Promise.resolve(isAlice ? { sub: 'alice-sub' } : 'nobody');
  }
}
const wrong = () => Promise.reject(new Problem('bad_credentials', 'wrong'));
const right = () => Promise.resolve('tokens');
const wrongLater = (take: (reject: (error: Problem) => void) => void) => () =>
  new Promise<never>((_, reject) => take(reject));

describe('delayAfterMs', () => {
  it.each([
    [3, 0],
    [4, 1000],
    [5, 2000],
    [6, 4000],
    [13, 512_000],
    [14, MAX_DELAY_MS],
    [5000, MAX_DELAY_MS],
  ])('returns after %d failures with a budget of 3: %d ms', (failures, ms) => {
    expect(delayAfterMs(failures, limit)).toBe(ms);
  });
});

describe('Throttling of guesses at an account', () => {
  let throttle: SignInThrottle;
  let pool: OneUser;
  const begin = (limits: ConstructorParameters<typeof SignInThrottle>[0] = settings, readable = true) => {
    pool = new OneUser(readable);
    throttle = new SignInThrottle(
      limits,
      new AccountNames(pool as unknown as AccountResolver),
      new Refusals(),
    );
  };
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'admitted',
      (error: Problem) => error.code,
    );
  const guess = (account = 'alice') => codeOf(throttle.attempt(account, wrong));
  const guessTimes = async (times: number) => {
    for (let time = 0; time < times; time += 1) expect(await guess()).toBe('bad_credentials');
  };

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    begin();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('allows the budget, and then delays, doubling each time', async () => {
    await guessTimes(4);
    for (const seconds of [1, 2, 4, 8]) {
      const refused = await throttle.attempt('alice', wrong).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'rate_limited', options: { retryAfter: seconds } });
      jest.advanceTimersByTime(seconds * 1000 - 1);
      expect(await guess()).toBe('rate_limited');
      jest.advanceTimersByTime(1);
      await guessTimes(1);
    }
  });

  it('does not call Cognito during a delay, even with the right password', async () => {
    await guessTimes(4);
    const action = jest.fn(right);
    expect(await codeOf(throttle.attempt('alice', action))).toBe('rate_limited');
    expect(action).not.toHaveBeenCalled();
  });

  it('shares one budget between all names of a user', async () => {
    const codes: string[] = [];
    for (let round = 0; round < 3; round += 1)
      for (const name of ['alice', 'alice@example.com', '+15550100', 'alice-sub'])
        codes.push(await guess(name));
    expect(codes.slice(0, 4)).toEqual(Array(4).fill('bad_credentials'));
    expect(new Set(codes.slice(4))).toEqual(new Set(['rate_limited']));
    expect(await guess('bob')).toBe('bad_credentials');
  });

  it('shares the budget between the spellings of a name without a user, as for a name with one', async () => {
    const guesses = async (names: readonly string[]) => {
      const codes: string[] = [];
      for (const name of names) codes.push(await guess(name));
      return codes;
    };
    const ofUser = await guesses(['alice', 'Alice', 'ALice', 'ALIce', 'ALICe', 'ALICE']);
    expect(await guesses(['wendy', 'Wendy', 'WEndy', 'WENdy', 'WENDy', 'WENDY'])).toEqual(ofUser);
    expect(ofUser.slice(4)).toEqual(['rate_limited', 'rate_limited']);
  });

  it('shares the budget with a new spelling of a name, sequentially and concurrently', async () => {
    const spellings = [
      'alice',
      'Alice',
      'aLice',
      'alIce',
      'aliCe',
      'alicE',
      'ALice',
      'ALIce',
      'ALICe',
      'ALICE',
    ];
    const codes = await Promise.all(spellings.map((name) => guess(name)));
    expect(codes.filter((code) => code === 'bad_credentials').length).toBeLessThanOrEqual(2 + 4);
    expect(await guess('AlIcE')).toBe('rate_limited');
    expect(await guess('aLiCe')).toBe('rate_limited');
  });

  it('resolves a name once, after its first failure and not after a success', async () => {
    for (let time = 0; time < 5; time += 1) await throttle.attempt('alice', right);
    expect(pool.asked).toEqual([]);
    await guessTimes(3);
    expect(pool.asked).toEqual(['alice']);
  });

  it('has a separate budget for each name if names cannot be resolved', async () => {
    begin(settings, false);
    await guessTimes(4);
    expect(await guess()).toBe('rate_limited');
    for (const name of ['alice@example.com', 'ALICE', '\uff41lice'])
      expect(await guess(name)).toBe('bad_credentials');
  });

  it.each(['alice', 'alice@example.com', 'ALICE', '\uff41lice', 'alice\u0301', ' alice'])(
    'does not remove failures of alice after a success as %j',
    async (name) => {
      for (let time = 0; time < 3; time += 1) {
        await guessTimes(1);
        await throttle.attempt(name, right);
      }
      await guessTimes(1);
      expect(await guess()).toBe('rate_limited');
    },
  );

  it('does not delay a user with a similar name', async () => {
    await guessTimes(4);
    for (const name of ['\uff41lice', 'alice\u0301', ' alice', 'bob'])
      await expect(throttle.attempt(name, right)).resolves.toBe('tokens');
  });

  it('admits the owner after the delay, and keeps counting the failures', async () => {
    await guessTimes(4);
    jest.advanceTimersByTime(1000);
    await throttle.attempt('alice', right);
    await throttle.attempt('alice', right);
    await guessTimes(1);
    expect(await guess()).toBe('rate_limited');
  });

  it('counts an attempt whose caller disconnects', async () => {
    const unavailable = () => Promise.reject(new Problem('cognito_unavailable', 'aborted'));
    const options = { gone: AbortSignal.abort() };
    for (let time = 0; time < 4; time += 1)
      expect(await codeOf(throttle.attempt('alice', unavailable, options))).toBe('cognito_unavailable');
    expect(await guess()).toBe('rate_limited');
  });

  it('counts a result that the caller reports as a failure', async () => {
    for (let time = 0; time < 4; time += 1) await throttle.attempt('alice', right, { isFailure: () => true });
    expect(await guess()).toBe('rate_limited');
  });

  it('does not end the delay of a failure after an inconclusive attempt', async () => {
    let end = (_error: Problem): void => undefined;
    await guessTimes(2);
    const slow = codeOf(
      throttle.attempt(
        'alice',
        wrongLater((reject) => (end = reject)),
      ),
    );
    await jest.advanceTimersByTimeAsync(0);
    await guessTimes(1);
    end(new Problem('validation_failed', 'inconclusive'));
    expect(await slow).toBe('validation_failed');
    expect(await guess()).toBe('rate_limited');
    jest.advanceTimersByTime(1000);
    await guessTimes(1);
  });

  it.each(['code_mismatch', 'code_expired', 'user_not_found'] as const)('counts %s', async (code) => {
    const attempt = () => codeOf(throttle.attempt('alice', () => Promise.reject(new Problem(code, 'no'))));
    for (let time = 0; time < 4; time += 1) expect(await attempt()).toBe(code);
    expect(await attempt()).toBe('rate_limited');
  });

  it.each(['cognito_unavailable', 'validation_failed', 'user_not_confirmed'] as const)(
    'does not count %s',
    async (code) => {
      const attempt = () => codeOf(throttle.attempt('alice', () => Promise.reject(new Problem(code, 'no'))));
      for (let time = 0; time < 10; time += 1) expect(await attempt()).toBe(code);
    },
  );

  it('admits at most the budget and one more concurrently', async () => {
    let fail = (_error: Problem): void => undefined;
    const slow = new Promise<never>((_, reject) => (fail = reject));
    const many = Array.from({ length: 50 }, () => codeOf(throttle.attempt('alice', () => slow)));
    await jest.advanceTimersByTimeAsync(0);
    fail(new Problem('bad_credentials', 'wrong'));
    const codes = await Promise.all(many);
    expect(codes.filter((code) => code === 'bad_credentials')).toHaveLength(4);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(46);
  });

  it('forgets failures within the budget after their window, and others a window after their delay', async () => {
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

  it('is off if the limit is off', async () => {
    begin({ account: undefined });
    await guessTimes(50);
  });

  it('uses bounded memory', async () => {
    const store = new LocalAttemptStore(limit, 10);
    for (let account = 0; account < 100; account += 1) await store.start(`account${account}`);
    expect(store.size).toBe(10);
    for (let account = 0; account < 100; account += 1)
      for (let time = 0; time < 4; time += 1) await store.start(`account${account}`);
    expect(store.size).toBeLessThanOrEqual(20);
  });

  it('does not end the delay of an account after a flood of other names', async () => {
    const store = new LocalAttemptStore(limit, 10);
    for (let time = 0; time < 4; time += 1) await store.start('alice');
    for (let account = 0; account < 100; account += 1) await store.start(`account${account}`);
    expect((await store.start('alice')).blockedMs).toBeGreaterThan(0);
  });
});
