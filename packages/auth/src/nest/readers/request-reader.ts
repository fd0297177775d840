import type { Params } from '../../policies/compile.ts';
import type { Problem } from '../../problem.ts';
import type { VerifiedToken } from '../../tokens/token-verifier.ts';

/** How the guard reads and refuses a call of one kind: `ExecutionContext.getType()` names the kind. */
export interface RequestReader {
  /**
   * The verified caller of a call.
   *
   * @throws Problem the refusal of its token; the promise rejects with it too.
   */
  identify(args: readonly unknown[]): VerifiedToken | Promise<VerifiedToken>;
  /** The values for `owner()`: the arguments, or the members of the payload. */
  params(args: readonly unknown[]): Params;
  /** The refusal as an error of this kind of host. */
  refusal(problem: Problem): Error;
}
