import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { within } from './deadline.ts';

/** Keeps the process busy, so that it handles neither timers nor responses. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('within', () => {
  it('settles like the promise, if that is in time', async () => {
    await expect(within(Promise.resolve('answer'), 10)).resolves.toBe('answer');
    await expect(within(Promise.reject(new Error('refused')), 10)).rejects.toThrow('refused');
  });

  it('rejects after the time', async () => {
    await expect(within(sleep(60_000, undefined, { ref: false }), 10)).rejects.toThrow(
      'no response within 10 ms',
    );
  });

  it('accepts an answer that arrived in time while the process was busy', async () => {
    // After this, the event loop handles timers before responses.
    await new Promise(setImmediate);
    const answer = within(promisify(randomBytes)(8), 20);
    block(100);
    await expect(answer).resolves.toHaveLength(8);
  });
});
