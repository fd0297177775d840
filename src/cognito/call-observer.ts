/** Observes every call to Cognito, for metrics. */
export abstract class CallObserver {
  /**
   * @param action as AWS names it: `GetUser`.
   * @param result `ok`, or the code of the problem that the caller gets.
   * @param ms duration of the call in milliseconds, its retry included.
   */
  abstract observe(action: string, result: string, ms: number): void;
}
