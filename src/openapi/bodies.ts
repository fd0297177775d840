import { exampleOf } from './example';
import { OPTIONAL, toJsonSchema, type Converted } from './json-schema';
import type { Operation, Response, Schema, Schemas } from './openapi.types';
import { sharedHeaders, successHeaders } from './response-headers';
import { furtherAnswersOf, routeOf, statusOf } from './route.decorator';

/** Adds the successes of `@Route` and `@AlsoAnswers`; `@ApiResponse` takes precedence. */
export function addSuccesses(
  operation: Operation,
  handler: object,
  schemas: Schemas,
  limited: boolean,
): void {
  const route = routeOf(handler);
  const answers = [...(route ? [{ ...route, description: undefined }] : []), ...furtherAnswersOf(handler)];
  for (const answer of answers) {
    const { body, description = body ? 'Success' : 'No content' } = answer;
    const status = String('summary' in answer ? statusOf(answer) : answer.status);
    const headers = 'headers' in answer ? describedHeaders(answer.headers) : {};
    const type = ('type' in answer && answer.type) || 'application/json';
    const own = operation.responses[status] as Response | undefined;
    operation.responses[status] = {
      ...(body && { content: { [type]: { schema: take(toJsonSchema(body, 'output'), schemas) } } }),
      ...own,
      // Without `@ApiResponse` the description is empty.
      description: own?.description || description,
      headers: { ...sharedHeaders(successHeaders(limited)), ...headers, ...own?.headers },
    };
  }
}

/** Adds a request body that the handler reads itself, and removes one that has no members. */
export function completeRequest(operation: Operation, handler: object, schemas: Schemas): void {
  const { request } = routeOf(handler) ?? {};
  if (request && !operation.requestBody) {
    const schema = take(toJsonSchema(request, 'input'), schemas);
    operation.requestBody = { required: true, content: { 'application/json': { schema } } };
  }
  const { requestBody } = operation;
  if (!requestBody || '$ref' in requestBody) return;
  for (const { schema } of Object.values(requestBody.content)) {
    if (schema && OPTIONAL in schema) {
      requestBody.required = false;
      delete schema[OPTIONAL];
    }
    if (isEmpty(schema)) delete operation.requestBody;
  }
}

/** Gives unnamed bodies the name of their operation, so that a generated client has a type for each. */
export function nameBodies(operation: Operation, schemas: Schemas): void {
  const id = operation.operationId ?? '';
  const prefix = id.charAt(0).toUpperCase() + id.slice(1);
  for (const [body, suffix] of bodiesOf(operation)) {
    for (const media of Object.values(body.content ?? {})) {
      if (!media.schema || '$ref' in media.schema) continue;
      schemas[prefix + suffix] = media.schema;
      media.schema = { $ref: `#/components/schemas/${prefix}${suffix}` };
    }
  }
}

/** Adds an example to each body: tools show it and send it. */
export function addExamples(operation: Operation, schemas: Schemas): void {
  for (const [body] of bodiesOf(operation)) {
    for (const media of Object.values(body.content ?? {}))
      if (media.schema) media.example ??= exampleOf(media.schema, schemas);
  }
}

function bodiesOf({ requestBody, responses }: Operation): (readonly [Response, string])[] {
  const answers = Object.entries(responses).map(([status, response]) => {
    return [response as Response, Number(status) < 202 ? 'Response' : `Response${status}`] as const;
  });
  return requestBody ? [[requestBody as unknown as Response, 'Request'], ...answers] : answers;
}

const describedHeaders = (headers: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' as const } },
    ]),
  );

/** The schema, after its components have joined the document's. */
function take({ schema, components }: Converted, schemas: Schemas): Schema {
  Object.assign(schemas, components);
  return schema;
}

const isEmpty = (schema: Schema | undefined): boolean =>
  schema !== undefined &&
  !('$ref' in schema) &&
  schema.additionalProperties === false &&
  Object.keys(schema.properties ?? {}).length === 0;
