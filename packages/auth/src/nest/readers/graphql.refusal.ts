import { IntrinsicException } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Problem, ProblemDocument } from '../../problem.ts';

/**
 * A refusal as an error of GraphQL, with `extensions: { code, status, problem }`. A server takes the extensions over from
 * the error that a resolver throws (GraphQL specification, section 7.1.2, "Errors"). Nest logs no error of this kind: a
 * refusal is an answer and not a fault.
 */
export class GraphqlRefusal extends IntrinsicException {
  override readonly name = 'GraphqlRefusal';
  readonly extensions: { readonly code: string; readonly status: number; readonly problem: ProblemDocument };

  constructor(problem: Problem) {
    // Without a stack, as the problem: servers in development add it to the answer.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(problem.detail);
    Error.stackTraceLimit = limit;
    const { code, status } = problem;
    this.extensions = { code, status, problem: problem.toDocument(randomUUID()) };
  }
}
