import type { OpenAPIObject } from '@nestjs/swagger';
import { type ListedRoute, policyText } from 'lifeguard-auth';
import { PROBLEMS, type ProblemCode } from '../problems/catalogue';
import { Problem } from '../problems/problem';
import { exampleOf } from './example';
import { ROUTE_PROBLEMS } from './route.decorator';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';

/** Problems that any route with a policy can answer before its handler is reached. */
const TOKEN_PROBLEMS: readonly ProblemCode[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_revoked',
  'invalid_request',
  'keys_unavailable',
];

/** Writes into the document what a route's decorators say of its policy and its problems, and examples of its bodies. */
export function annotate(document: OpenAPIObject, route: ListedRoute): void {
  const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
  const operation = document.paths[path]?.[route.method.toLowerCase() as Method];
  if (!operation) throw new Error(`${route.name} is not in the OpenAPI document`);
  const isPublic = route.policy.kind === 'public';
  const text = policyText(route.policy);
  operation.description = [operation.description, `**Who may call it:** ${text}.`]
    .filter(Boolean)
    .join('\n\n');
  operation.security = isPublic ? [] : [{ accessToken: [] }];
  Object.assign(operation, { 'x-policy': text });
  addExamples(operation, document);
  addProblems(operation, problemsOf(route, operation));
}

/** Examples of whole bodies, which tools show and send, from those that the schemas have of their parts. */
function addExamples({ requestBody, responses }: Operation, { components }: OpenAPIObject): void {
  for (const body of [requestBody, ...Object.values(responses)]) {
    const media = body && 'content' in body ? Object.values(body.content ?? {}) : [];
    for (const type of media)
      if (type.schema) type.example = exampleOf(type.schema, components?.schemas ?? {});
  }
}

function problemsOf({ policy, handler }: ListedRoute, operation: Operation): Set<ProblemCode> {
  const declared = (Reflect.getMetadata(ROUTE_PROBLEMS, handler) as ProblemCode[] | undefined) ?? [];
  const codes = new Set<ProblemCode>([...declared, 'rate_limited', 'internal_error']);
  if (policy.kind !== 'public') for (const code of TOKEN_PROBLEMS) codes.add(code);
  if (policy.kind === 'policy') codes.add('forbidden').add('insufficient_scope');
  if (operation.requestBody) codes.add('body_too_large').add('unsupported_media_type');
  if (operation.requestBody || (operation.parameters?.length ?? 0) > 0) codes.add('validation_failed');
  return codes;
}

/** One response for each status, with an example for each problem that has it. */
function addProblems(operation: Operation, codes: ReadonlySet<ProblemCode>): void {
  for (const status of new Set([...codes].map((code) => PROBLEMS[code].status))) {
    const group = [...codes].filter((code) => PROBLEMS[code].status === status);
    const examples = group.map((code) => [code, { value: example(code) }] as const);
    operation.responses[String(status)] = {
      description: group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(examples),
        },
      },
    };
  }
}

function example(code: ProblemCode): object {
  const errors = code === 'validation_failed' ? [{ path: 'username', message: 'Required' }] : undefined;
  const problem = new Problem(code, `${PROBLEMS[code].title}.`, { ...(errors && { errors }) });
  return problem.toDocument('5b0c9f4e8f3a4f639d5e0c2f8a7b6d1e');
}
