import { Injectable } from '@nestjs/common';
import { CallObserver } from '../cognito/call-observer';
import { Histogram } from './histogram';

/** The calls of one action of Cognito. */
class ActionMetrics {
  /** By `ok`, or the code of the problem. */
  readonly results = new Map<string, number>();
  readonly times = new Histogram();

  constructor(readonly action: string) {}
}

/** Calls to Cognito by action and result, and their times by action. */
@Injectable()
export class CognitoMetrics extends CallObserver {
  readonly #actions = new Map<string, ActionMetrics>();

  observe(action: string, result: string, ms: number): void {
    const { results, times } = this.#of(action);
    results.set(result, (results.get(result) ?? 0) + 1);
    times.observe(ms);
  }

  all(): Iterable<ActionMetrics> {
    return this.#actions.values();
  }

  #of(action: string): ActionMetrics {
    const metrics = this.#actions.get(action) ?? new ActionMetrics(action);
    this.#actions.set(action, metrics);
    return metrics;
  }
}
