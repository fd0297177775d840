import { ForbiddenException, type CanActivate } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { EMPTY, of } from 'rxjs';
import { runGuards } from './run-guards';

type Result = ReturnType<CanActivate['canActivate']>;

const context = new ExecutionContextHost([]);
const guard = (result: () => Result): CanActivate => ({ canActivate: result });
const run = async (...results: (() => Result)[]) => runGuards(results.map(guard), context);

describe('runGuards', () => {
  it('returns at once if every guard does', () => {
    expect(runGuards([guard(() => true), guard(() => true)], context)).toBe(true);
    expect(runGuards([], context)).toBe(true);
  });

  const RESULTS: [string, (admits: boolean) => Result][] = [
    ['a value', (admits) => admits],
    ['a promise', (admits) => Promise.resolve(admits)],
    ['an observable', (admits) => of(admits)],
    ['an observable of several values', (admits) => of(!admits, admits)],
    ['a promise of an observable', (admits) => Promise.resolve(of(admits) as unknown as boolean)],
  ];

  it.each(RESULTS)('admits with %s, be it of the first or of a later guard', async (_, result) => {
    expect(await run(() => result(true))).toBe(true);
    expect(
      await run(
        () => true,
        () => result(true),
      ),
    ).toBe(true);
    expect(
      await run(
        () => Promise.resolve(true),
        () => result(true),
      ),
    ).toBe(true);
  });

  it.each(RESULTS)('refuses with %s, and runs no further guard', async (_, result) => {
    const next = jest.fn(() => true);
    for (const before of [[], [() => true], [() => Promise.resolve(true)]]) {
      const refused = run(...before, () => result(false), next);
      await expect(refused).rejects.toThrow(new ForbiddenException('Forbidden resource'));
    }
    expect(next).not.toHaveBeenCalled();
  });

  it('fails if a guard throws, rejects or returns an observable without a value', async () => {
    const failed = new Error('guard failed');
    const fail = () => {
      throw failed;
    };
    await expect(run(fail)).rejects.toBe(failed);
    await expect(run(() => Promise.reject(failed))).rejects.toBe(failed);
    await expect(run(() => Promise.resolve(true), fail)).rejects.toBe(failed);
    await expect(run(() => EMPTY)).rejects.toThrow('no elements in sequence');
  });
});
