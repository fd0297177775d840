import { ForbiddenException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FORBIDDEN_MESSAGE } from '@nestjs/core/guards/constants.js';
import { isObservable, lastValueFrom, type Observable } from 'rxjs';

type Result = ReturnType<CanActivate['canActivate']>;

/**
 * Runs guards one after another, as Nest does. Synchronous as long as they are.
 *
 * @throws ForbiddenException if a guard returns false, and what a guard throws; a promise rejects with them.
 */
export function runGuards(guards: readonly CanActivate[], context: ExecutionContext): true | Promise<true> {
  for (let index = 0; index < guards.length; index += 1) {
    const result = (guards[index] as CanActivate).canActivate(context);
    if (result !== true) return runLater(result, guards.slice(index + 1), context);
  }
  return true;
}

async function runLater(
  first: Result,
  rest: readonly CanActivate[],
  context: ExecutionContext,
): Promise<true> {
  if (!(await settled(first))) throw forbidden();
  for (const guard of rest) if (!(await settled(guard.canActivate(context)))) throw forbidden();
  return true;
}

/** A promise may also resolve to an observable: an asynchronous guard that returns what its base class returns. */
async function settled(result: Result): Promise<boolean> {
  const value: unknown = await result;
  return isObservable(value) ? lastValueFrom(value as Observable<boolean>) : (value as boolean);
}

const forbidden = () => new ForbiddenException(FORBIDDEN_MESSAGE);
