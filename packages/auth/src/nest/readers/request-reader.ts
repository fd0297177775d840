import type { Problem } from '../../problem.ts';
import type { Params } from '../../policies/compile.ts';
import type { VerifiedToken } from '../../tokens/token-verifier.ts';

/** How the guard reads and refuses a call of one kind: `ExecutionContext.getType()` names the kind. */
export interface RequestReader {
  /**
   * The verified caller of a call.
   *
   * @throws Problem the refusal of its token; the promise rejects with it too.
   */
  identify(args: readonly unknown[]): VerifiedToken | Promise<VerifiedToken>;
  /** What a policy means by `owner()`: the arguments, or the members of the payload. */
  params(args: readonly unknown[]): Params;
  /** The refusal as this kind of host answers it. */
  refusal(problem: Problem): Error;
}
