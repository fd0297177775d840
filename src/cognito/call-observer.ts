/** Is told of every call to Cognito, for whoever counts them. */
export abstract class CallObserver {
  /**
   * @param action as AWS names it: `GetUser`.
   * @param result `ok`, or the code of the problem.
   * @param ms how long the call took, with its retry.
   */
  abstract observe(action: string, result: string, ms: number): void;
}
