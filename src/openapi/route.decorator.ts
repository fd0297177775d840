import { applyDecorators, HttpCode } from '@nestjs/common';
import type { z } from 'zod';
import type { ProblemCode } from '../problems/catalogue';
import { ApiOperation, ApiResponse } from './api.decorators';

export const ROUTE_PROBLEMS = Symbol('lifeguard:route-problems');

/** What the OpenAPI document says of a route, beside what its policy and its schemas say themselves. */
export interface RouteDocument {
  /** One line: what the caller gets. */
  readonly summary: string;
  readonly description?: string;
  /** The status of success; with a body, its schema; without one, 204. */
  readonly status?: number;
  readonly body?: z.ZodType;
  /** Headers of the success, by name, with what each means. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Problems of this route by itself; those of its policy, its body and of every route are added. */
  readonly problems?: readonly ProblemCode[];
}

/** Documents a handler and sets its status of success, so that the two cannot differ. */
export function Route(document: RouteDocument): MethodDecorator {
  const { summary, description, body, problems = [] } = document;
  const status = document.status ?? (body ? 200 : 204);
  const headers = Object.fromEntries(
    Object.entries(document.headers ?? {}).map(([name, meaning]) => [
      name,
      { description: meaning, schema: { type: 'string' as const } },
    ]),
  );
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ summary, ...(description && { description }) }),
    ApiResponse({
      status,
      description: body ? 'Success' : 'Done; there is nothing to return',
      headers,
      ...(body && { standardSchema: body }),
    }),
    (_target: object, _key: string | symbol, descriptor: PropertyDescriptor) =>
      Reflect.defineMetadata(ROUTE_PROBLEMS, problems, descriptor.value as object),
  );
}
