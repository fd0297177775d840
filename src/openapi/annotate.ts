import type { OpenAPIObject } from '@nestjs/swagger';
import type { IdentityUse, ListedRoute, RoutePolicy } from 'lifeguard-auth';
import type { ProblemCode } from '../problems/catalogue';
import { addExamples, addSuccesses, completeRequest, nameBodies } from './bodies';
import type { Method, Operation, Schemas } from './openapi.types';
import { addProblems } from './problem-responses';
import { whoMayCall } from './requirement';
import { routeOf } from './route.decorator';

/** Problems that any route with a policy can answer before its handler is reached. */
const TOKEN_PROBLEMS: readonly ProblemCode[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_revoked',
  'invalid_request',
  'keys_unavailable',
];

/** Adds the data of a route's `@Route`, its policy and its handler to the document. */
export function annotate(document: OpenAPIObject, route: ListedRoute): void {
  const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
  const operation = document.paths[path]?.[route.method.toLowerCase() as Method];
  if (!operation) throw new Error(`${route.name} is not in the OpenAPI document`);
  const schemas: Schemas = ((document.components ??= {}).schemas ??= {});
  const problems = problemsOf(route, operation);
  const limited = route.policy.kind !== 'public' || declaredProblems(route).includes('rate_limited');
  addTitle(operation, route, document);
  addPolicy(operation, route);
  addIdToken(operation, route);
  completeRequest(operation, route.handler, schemas);
  addSuccesses(operation, route.handler, schemas, limited);
  nameBodies(operation, schemas);
  addExamples(operation, schemas);
  addProblems(operation, problems, limited);
}

function addTitle(operation: Operation, { handler, name, path }: ListedRoute, document: OpenAPIObject): void {
  const { id, summary, description, tag } = routeOf(handler) ?? {};
  // A controller may inherit handlers from another one, which already has their ids.
  operation.operationId ||= id !== undefined && !isTaken(id, document) ? id : defaultId(name);
  operation.summary ||= summary ?? '';
  operation.description ||= description ?? '';
  if (!operation.tags?.length) operation.tags = [tag ?? path.split('/')[1] ?? ''];
}

const isTaken = (id: string, { paths }: OpenAPIObject): boolean =>
  Object.values(paths).some((item) =>
    Object.values(item as Record<string, Operation | undefined>).some((each) => each?.operationId === id),
  );

/** `OrdersController.list` is `listOrders`. */
function defaultId(name: string): string {
  const [controller = '', method = ''] = name.split('.');
  return method + controller.replace(/Controller$/, '');
}

function addPolicy(operation: Operation, { policy, handler }: ListedRoute): void {
  const text = whoMayCall(policy, handler);
  operation.description = [operation.description, `**Who may call it:** ${text}.`]
    .filter(Boolean)
    .join('\n\n');
  operation.security = policy.kind === 'public' ? [] : [{ accessToken: [] }];
  Object.assign(operation, { 'x-policy': text });
}

/** The header of the ID token, if the handler reads it. */
function addIdToken(operation: Operation, { policy }: ListedRoute): void {
  const use = identityUse(policy);
  if (use === undefined) return;
  (operation.parameters ??= []).push({
    name: 'X-Id-Token',
    in: 'header',
    required: use === 'required',
    description: 'The ID token of the same sign-in as the access token.',
    schema: { type: 'string' },
  });
}

const identityUse = (policy: RoutePolicy): IdentityUse | undefined =>
  policy.kind === 'public' ? undefined : policy.identity;

const declaredProblems = ({ handler }: ListedRoute): readonly ProblemCode[] =>
  routeOf(handler)?.problems ?? [];

function problemsOf(route: ListedRoute, operation: Operation): Set<ProblemCode> {
  const { policy, method } = route;
  const codes = new Set<ProblemCode>([...declaredProblems(route), 'rate_limited', 'internal_error']);
  if (policy.kind !== 'public') for (const code of TOKEN_PROBLEMS) codes.add(code);
  if (policy.kind === 'policy') codes.add('forbidden').add('insufficient_scope');
  const use = identityUse(policy);
  if (use !== undefined) codes.add('identity_mismatch');
  if (use === 'required') codes.add('identity_missing');
  const readsBody = operation.requestBody !== undefined || method !== 'GET';
  if (readsBody) codes.add('body_too_large').add('unsupported_media_type');
  if (readsBody || (operation.parameters?.length ?? 0) > 0) codes.add('validation_failed');
  return codes;
}
