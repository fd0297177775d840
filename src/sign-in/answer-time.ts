import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CognitoFailure } from '../cognito/failure';
import { Problem } from '../problems/problem';

/** Responses are sent at multiples of this many milliseconds after the call. */
const GRID_MS = 25;
/** Number of durations stored for each kind of call and outcome. */
const MAX_DURATIONS = 64;
/** Maximum delay of a response. */
const MAX_HOLD_MS = 3000;

/** The outcome of a call that found a user. Every other outcome is the name of an exception. */
const FOUND = 'found';

/** Durations of earlier calls of one kind in milliseconds, newest last, by outcome. */
type Durations = Map<string, number[]>;

/**
 * Keeps the response time from revealing whether a user exists. For an existing user Cognito compares a password or
 * sends a message, and the SDK may not have to create an exception. So the response to a call that found no user is
 * delayed to the duration of an earlier call that found one, and both are sent on a time grid that hides the
 * remaining difference.
 */
@Injectable()
export class AnswerTime {
  readonly #kinds = new Map<string, Durations>();

  /**
   * For a call that succeeds silently if there is no user.
   *
   * @param kind of calls that take equally long: an action of Cognito.
   * @param call resolves to the name of the hidden exception, if there was one.
   * @returns a promise that resolves when the response may be sent.
   */
  async equalize(kind: string, call: () => Promise<string | undefined>): Promise<void> {
    const started = performance.now();
    const exception = await call();
    await this.#hold(kind, started, exception ?? FOUND);
  }

  /** For a call that is refused if there is no user, and may be refused if there is one. A success is not delayed. */
  async equalizeRefusals<Result>(kind: string, call: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    try {
      return await call();
    } catch (error) {
      const cause = error instanceof Problem ? error.options.cause : undefined;
      if (cause instanceof CognitoFailure && cause.refused && !cause.throttled) {
        const { exception } = cause;
        await this.#hold(kind, started, exception === 'UserNotFoundException' ? exception : FOUND);
      }
      throw error;
    }
  }

  async #hold(kind: string, started: number, outcome: string): Promise<void> {
    const took = performance.now() - started;
    const durations = this.#kinds.get(kind) ?? (new Map() as Durations);
    this.#kinds.set(kind, durations);
    const atLeast = outcome === FOUND ? took : Math.max(took, counterpart(took, outcome, durations));
    remember(durations, outcome, took);
    const end = started + Math.ceil((atLeast + 1) / GRID_MS) * GRID_MS;
    await sleep(Math.min(Math.max(0, end - performance.now()), MAX_HOLD_MS));
  }
}

function remember(durations: Durations, outcome: string, ms: number): void {
  const list = durations.get(outcome) ?? [];
  if (list.push(ms) > MAX_DURATIONS) list.shift();
  durations.set(outcome, list);
}

/**
 * The duration of a call that found a user, at the same rank that this call has among those of its outcome:
 * a quick call maps to a quick one, a slow call to a slow one. The response times of all outcomes then have
 * the same distribution. A random duration would add to the call's own and make the responses without a
 * user slower.
 */
function counterpart(took: number, outcome: string, durations: Durations): number {
  const own = durations.get(outcome) ?? [];
  const below = own.filter((ms) => ms < took).length;
  const rank = (below + Math.random()) / (own.length + 1);
  const found = sorted(durations.get(FOUND) ?? []);
  const others = found.length > 0 ? found : slowest(durations);
  return others[Math.floor(rank * others.length)] ?? 0;
}

/** The durations of the slowest outcome, as long as no user was found yet. */
function slowest(durations: Durations): readonly number[] {
  const lists = Array.from(durations.values(), sorted);
  const median = (list: readonly number[]): number => list[Math.floor(list.length / 2)] ?? 0;
  return lists.toSorted((a, b) => median(b) - median(a))[0] ?? [];
}

const sorted = (list: readonly number[]): readonly number[] => list.toSorted((a, b) => a - b);
