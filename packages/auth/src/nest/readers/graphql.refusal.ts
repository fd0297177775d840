import { randomUUID } from 'node:crypto';
import { IntrinsicException } from '@nestjs/common';
import type { Problem, ProblemDocument } from '../../problem.ts';

/**
 * A refusal as a GraphQL error, with `extensions: { code, status, problem }`. A server copies the extensions
 * from the error that a resolver throws (GraphQL specification, section 7.1.2, "Errors"). Nest does not log
 * errors of this kind: a refusal is a normal response.
 */
export class GraphqlRefusal extends IntrinsicException {
  override readonly name = 'GraphqlRefusal';
  readonly extensions: { readonly code: string; readonly status: number; readonly problem: ProblemDocument };

  constructor(problem: Problem) {
    // Without a stack, like the problem: in development, servers would add it to the response.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(problem.detail);
    Error.stackTraceLimit = limit;
    const { code, status } = problem;
    this.extensions = { code, status, problem: problem.toDocument(randomUUID()) };
  }
}
