import { PROBLEMS, type ProblemCode } from '../problems/catalogue';
import { Problem } from '../problems/problem';
import type { Operation } from './openapi.types';
import { problemHeaders, sharedHeaders } from './response-headers';

/** Adds one response for each status, with an example of each of its problems. */
export function addProblems(operation: Operation, codes: ReadonlySet<ProblemCode>, limited: boolean): void {
  for (const status of new Set([...codes].map((code) => PROBLEMS[code].status))) {
    const group = [...codes].filter((code) => PROBLEMS[code].status === status);
    const examples = group.map((code) => [code, { value: exampleOfProblem(code) }] as const);
    operation.responses[String(status)] = {
      description: group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
      headers: sharedHeaders(problemHeaders(group, limited)),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(examples),
        },
      },
    };
  }
}

function exampleOfProblem(code: ProblemCode): object {
  const errors = code === 'validation_failed' ? [{ path: 'username', message: 'Required' }] : undefined;
  const problem = new Problem(code, `${PROBLEMS[code].title}.`, { ...(errors && { errors }) });
  return problem.toDocument('5b0c9f4e8f3a4f639d5e0c2f8a7b6d1e');
}
