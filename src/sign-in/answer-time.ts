import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

/** Answers leave on a grid of this many milliseconds, counted from the start of the request. */
const GRID_MS = 25;
/** Times of earlier calls that are kept for each action. */
const MAX_TIMES = 64;
/** No answer is held longer than this. */
const MAX_HOLD_MS = 3000;

/**
 * Makes the time of an answer say nothing about whether a user exists. A call for a user who exists takes Cognito longer
 * (it sends a message), or costs the SDK less (no exception); so a call that found no user is held as long as some
 * earlier call took that found one, and every answer leaves on a grid that hides the rest.
 */
@Injectable()
export class AnswerTime {
  readonly #times = new Map<string, number[]>();

  /** @param action whose times are alike: one action of Cognito. */
  async hide(action: string, call: () => Promise<'found' | 'hidden'>): Promise<void> {
    const started = performance.now();
    const outcome = await call();
    const took = performance.now() - started;
    if (outcome === 'found') this.#remember(action, took);
    const atLeast = outcome === 'found' ? took : Math.max(took, this.#typical(action));
    const end = Math.ceil((atLeast + 1) / GRID_MS) * GRID_MS;
    const now = performance.now() - started;
    await sleep(Math.min(Math.max(0, end - now), MAX_HOLD_MS));
  }

  #remember(action: string, ms: number): void {
    const times = this.#times.get(action) ?? [];
    if (times.push(ms) > MAX_TIMES) times.shift();
    this.#times.set(action, times);
  }

  /** The time of one earlier call, picked at random so that the times of both kinds are spread alike. */
  #typical(action: string): number {
    const times = this.#times.get(action) ?? [];
    return times[Math.floor(Math.random() * times.length)] ?? 0;
  }
}
