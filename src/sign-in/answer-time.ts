import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoFailure } from '../cognito/failure';
import { Problem } from '../problems/problem';

/** Answers leave on a grid of this many milliseconds, counted from the call. */
const GRID_MS = 25;
/** Durations of earlier calls that are kept for each kind of call. */
const MAX_DURATIONS = 64;
/** No answer is held longer than this. */
const MAX_HOLD_MS = 3000;

/**
 * Makes the time of an answer say nothing about whether a user exists. For a user who exists Cognito compares a password
 * or sends a message, and the SDK may not have to make an exception. So the answer to a call that found no user is held as
 * long as an earlier call took that found one, and both leave on a grid that hides what is left.
 */
@Injectable()
export class AnswerTime {
  readonly #durations = new Map<string, number[]>();

  /**
   * For a call that succeeds silently without a user.
   *
   * @param kind of calls that take equally long: an action of Cognito.
   * @returns when the answer may leave.
   */
  async even(kind: string, call: () => Promise<'found' | 'hidden'>): Promise<void> {
    const started = performance.now();
    const outcome = await call();
    await this.#hold(kind, started, outcome === 'hidden');
  }

  /** For a call that is refused without a user, as it may be with one. A success is not held. */
  async evenRefusals<Result>(kind: string, call: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    try {
      return await call();
    } catch (error) {
      const cause = error instanceof Problem ? error.options.cause : undefined;
      if (cause instanceof CognitoFailure && cause.refused && !cause.throttled)
        await this.#hold(kind, started, cause.exception === 'UserNotFoundException');
      throw error;
    }
  }

  async #hold(kind: string, started: number, isUnknown: boolean): Promise<void> {
    const took = performance.now() - started;
    if (!isUnknown) this.#remember(kind, took);
    const atLeast = isUnknown ? Math.max(took, this.#typical(kind)) : took;
    const end = started + Math.ceil((atLeast + 1) / GRID_MS) * GRID_MS;
    await sleep(Math.min(Math.max(0, end - performance.now()), MAX_HOLD_MS));
  }

  #remember(kind: string, ms: number): void {
    const durations = this.#durations.get(kind) ?? [];
    if (durations.push(ms) > MAX_DURATIONS) durations.shift();
    this.#durations.set(kind, durations);
  }

  /** The duration of one earlier call, picked at random so that both kinds of answers are spread alike. */
  #typical(kind: string): number {
    const durations = this.#durations.get(kind) ?? [];
    return durations[Math.floor(Math.random() * durations.length)] ?? 0;
  }
}
