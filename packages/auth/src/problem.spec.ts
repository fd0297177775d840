import { bearerChallenge } from './challenge.ts';
import { Problem, type ProblemOptions } from './problem.ts';
import { AuthStatistics } from './statistics.ts';

const problem = (options: Partial<ProblemOptions> = {}) =>
  new Problem('odd', 'It is odd.', { status: 418, title: 'Odd', ...options });

describe('Problem', () => {
  it('becomes an RFC 9457 document with its code and the request id', () => {
    expect(problem({ cause: new Error('secret') }).toDocument('request-1')).toEqual({
      type: 'urn:lifeguard:problem:odd',
      title: 'Odd',
      status: 418,
      detail: 'It is odd.',
      code: 'odd',
      requestId: 'request-1',
    });
  });

  it('is an error with a cause and without a stack, and does not affect the stacks of other errors', () => {
    const cause = new Error('below');
    const made = problem({ cause });
    expect(made).toMatchObject({ name: 'Problem', message: 'It is odd.', cause });
    expect(made.stack).not.toContain(' at ');
    expect(new Error('another').stack).toContain(' at ');
  });

  it.each<[Partial<ProblemOptions>, Record<string, string>]>([
    [{}, {}],
    [{ challenge: {} }, { 'www-authenticate': 'Bearer realm="orders"' }],
    [{ challenge: 'Basic realm="x"' }, { 'www-authenticate': 'Basic realm="x"' }],
    [{ retryAfter: 0 }, { 'retry-after': '0' }],
    [
      { retryAfter: 5, challenge: { error: 'invalid_token' } },
      { 'retry-after': '5', 'www-authenticate': 'Bearer realm="orders", error="invalid_token"' },
    ],
  ])('with %j has the headers %j', (options, fields) => {
    const made = problem(options);
    made.realm = 'orders';
    expect(made.headers()).toStrictEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...fields,
    });
  });
});

describe('bearerChallenge', () => {
  it('removes characters that a quoted string cannot contain', () => {
    expect(bearerChallenge({ description: 'a"b\\c\nd ä~!' }, 'r')).toBe(
      'Bearer realm="r", error_description="abcd ~!"',
    );
    expect(bearerChallenge()).toBe('Bearer realm="lifeguard"');
  });
});

describe('AuthStatistics', () => {
  it('counts refusals by code and key reads by result', () => {
    const statistics = new AuthStatistics();
    for (const code of ['a', 'b', 'a']) statistics.refused(code);
    for (const result of ['ok', 'failed', 'ok'] as const) statistics.keyRead(result);
    expect([...statistics.refusals, ...statistics.keyReads]).toEqual([
      ['a', 2],
      ['b', 1],
      ['ok', 2],
      ['failed', 1],
    ]);
    expect([statistics.accepted, statistics.cacheHits]).toEqual([0, 0]);
  });
});
