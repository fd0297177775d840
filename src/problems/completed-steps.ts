import { Problem } from './problem';

/** The same problem, with the steps of the request that were carried out before it. */
export const withCompletedSteps = (error: unknown, steps: readonly string[]): unknown =>
  error instanceof Problem && steps.length > 0
    ? new Problem(error.code, error.detail, { ...error.options, done: [...steps] })
    : error;
