import { applyDecorators, HttpCode } from '@nestjs/common';
import type { z } from 'zod';
import type { ProblemCode } from '../problems/catalogue';

/** Data of a route for the OpenAPI document, apart from its policy and parameters, which are derived. */
export interface RouteDocument {
  /** `operationId`: the method's name in a generated client. Default: the handler and its controller, `listOrders`. */
  readonly id?: string;
  /** One line in the imperative: "Delete a group". */
  readonly summary: string;
  readonly description?: string;
  /** Heading in the document, in lower case. Default: the first segment of the controller's path. */
  readonly tag?: string;
  /** Status of a success. Default: 200 with a body, else 204. */
  readonly status?: number;
  /** Schema of the body of a success. */
  readonly body?: z.ZodType;
  /** Media type of that body. Default: `application/json`. */
  readonly type?: string;
  /** Headers of a success, by name, each with its meaning. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Schema of a request body that the handler reads without `@Body({ schema })`. It is documented, not validated. */
  readonly request?: z.ZodType;
  /** Problems specific to this route; those of its policy, its body and the rate limits are added. */
  readonly problems?: readonly ProblemCode[];
}

/** A second success of a route, in addition to that of `@Route`. */
export interface FurtherAnswer {
  readonly status: number;
  readonly description: string;
  readonly body: z.ZodType;
}

const ROUTE = Symbol('lifeguard:route');
const ANSWERS = Symbol('lifeguard:route-answers');

/**
 * Documents a handler and sets its success status, so that the two cannot differ. The data is stored on the
 * handler; `document.ts` reads it when the document is first requested. Decorators of `@nestjs/swagger` on
 * the same handler are kept and take precedence.
 *
 * A handler without a body (no `@Body()`, no `request`) accepts no body or `{}`, and refuses any member.
 */
export const Route = (route: RouteDocument): RouteDecorator => documentRoute(route);

/**
 * A result that another decorator turns into the response. A handler with `@Route` alone may not return it.
 */
export interface AnsweredByDecorator {
  readonly answeredBy: string;
}

type RouteDecorator = <Handler extends (...args: never[]) => unknown>(
  target: object,
  key: string | symbol,
  descriptor: Awaited<ReturnType<Handler>> extends AnsweredByDecorator
    ? never
    : TypedPropertyDescriptor<Handler>,
) => void;

/** `@Route` for decorators that build on it, for handlers with any result. */
export const documentRoute = (route: RouteDocument): MethodDecorator =>
  applyDecorators(HttpCode(statusOf(route)), (_target, _key, descriptor: PropertyDescriptor) =>
    Reflect.defineMetadata(ROUTE, route, descriptor.value as object),
  );

/** Documents a further success of a handler; the code that sends it sets its status. */
export const AlsoAnswers =
  (answer: FurtherAnswer): MethodDecorator =>
  (_target, _key, descriptor: PropertyDescriptor) => {
    const handler = descriptor.value as object;
    Reflect.defineMetadata(ANSWERS, [...furtherAnswersOf(handler), answer], handler);
  };

/** The data of `@Route` on a handler; undefined for a handler without it. */
export const routeOf = (handler: object): RouteDocument | undefined =>
  Reflect.getMetadata(ROUTE, handler) as RouteDocument | undefined;

/** The data of `@AlsoAnswers` on a handler. */
export const furtherAnswersOf = (handler: object): readonly FurtherAnswer[] =>
  (Reflect.getMetadata(ANSWERS, handler) as FurtherAnswer[] | undefined) ?? [];

/** Status of a route's success. */
export const statusOf = ({ status, body }: RouteDocument): number => status ?? (body ? 200 : 204);
