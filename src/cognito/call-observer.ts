/** Told of every call to Cognito, for metrics. */
export abstract class CallObserver {
  /**
   * @param action as AWS names it: `GetUser`.
   * @param result `ok`, or the code of the problem. It tells no more than the caller is told.
   * @param ms duration of the call in milliseconds, its retry included.
   */
  abstract observe(action: string, result: string, ms: number): void;
}
