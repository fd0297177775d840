import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 20;

/**
 * Repeats the question until the answer is not `false`, `undefined` or `null`, and returns the answer.
 *
 * @throws Error naming the awaited condition, after `ms`.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms = 30_000,
): Promise<Exclude<T, false | undefined | null>> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== undefined && answer !== null)
      return answer as Exclude<T, false | undefined | null>;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await sleep(EVERY_MS);
  }
}
