import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CognitoFailure } from '../cognito/failure';
import { Problem } from '../problems/problem';
import { AnswerTime } from './answer-time';

/** A refusal of Cognito after some time. */
function refuse(exception: string, ms: number): () => Promise<never> {
  const error = { name: exception, $fault: 'client', $metadata: { httpStatusCode: 400 } };
  return async () => {
    await sleep(ms);
    throw new Problem('bad_credentials', 'wrong', { cause: new CognitoFailure(error) });
  };
}

async function timeOf(call: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await call.catch(() => undefined);
  return performance.now() - started;
}

/** How often a time of one list is above a time of the other: 0.5 if they cannot be distinguished. */
function advantage(times: readonly number[], others: readonly number[]): number {
  let wins = 0;
  for (const time of times) for (const other of others) wins += time > other ? 1 : time === other ? 0.5 : 0;
  return wins / (times.length * others.length);
}

/** Rounds of concurrent calls with and without a user. */
async function compare(
  ms: (kind: 'found' | 'unknown') => number,
): Promise<Record<'found' | 'unknown', number[]>> {
  const time = new AnswerTime();
  const times = { found: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 13; round += 1) {
    const calls = Array.from({ length: 80 }, async (_, index) => {
      const [kind, exception] =
        index % 2 === 0
          ? (['found', 'NotAuthorizedException'] as const)
          : (['unknown', 'UserNotFoundException'] as const);
      const took = await timeOf(time.equalizeRefusals('sign-in', refuse(exception, ms(kind))));
      // The first rounds are omitted, because the duration of a call is not known yet.
      if (round > 2) times[kind].push(took);
    });
    await Promise.all(calls);
  }
  return times;
}

describe('the response time of a refusal', () => {
  /** The third value is the difference that is tolerated. Without the delay it is 0.5 and 0.13 in the last two cases. */
  it.each<[string, (kind: 'found' | 'unknown') => number, number]>([
    ['Cognito answers both in the same, varying time', () => Math.random() * 120, 0.1],
    ['Cognito takes longer for users', (kind) => (kind === 'found' ? 80 : 5) + Math.random() * 60, 0.2],
    [
      'Cognito takes much longer for some users',
      (kind) => (kind === 'found' && Math.random() < 0.3 ? 150 : 10) + Math.random() * 40,
      0.1,
    ],
  ])('does not reveal whether a user exists if %s', async (_, ms, tolerated) => {
    // A busy machine may disturb one comparison; a difference that Cognito makes shows in each of them.
    const differences: number[] = [];
    while (differences.length < 3 && Math.min(...differences) >= tolerated) {
      const { found, unknown } = await compare(ms);
      differences.push(Math.abs(advantage(unknown, found) - 0.5));
    }
    expect(Math.min(...differences)).toBeLessThan(tolerated);
  });
});
