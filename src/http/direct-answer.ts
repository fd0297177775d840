import { HttpStatus, SetMetadata, type Type } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  HEADERS_METADATA,
  HOST_METADATA,
  HTTP_CODE_METADATA,
  INTERCEPTORS_METADATA,
  REDIRECT_METADATA,
  VERSION_METADATA,
} from '@nestjs/common/constants.js';
import type { ApplicationConfig } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { ListedRoute, RoutePolicies, VerifiedToken } from 'lifeguard-auth';
import { runGuards } from './run-guards';
import type { SerializedOnce } from './serialized-once';

const ANSWER = Symbol('constant answer');
const CALLER_ANSWER = Symbol('answer for the caller');

/** Computes the answer of a route from nothing but the verified token. */
type AnswerForCaller = (caller: VerifiedToken) => SerializedOnce;

/**
 * Declares that a handler gives every caller the same answer. The server sends it without calling the handler or
 * Nest's guards, pipes and interceptors, so the route must be public. Headers, metrics and log lines are the same as
 * for any other response.
 */
export const ConstantAnswer = (answer: SerializedOnce): MethodDecorator => SetMetadata(ANSWER, answer);

/**
 * Declares that the answer of a handler depends on nothing but the verified token. The server runs the global guards
 * as Nest does and sends the answer without calling the handler: for such a short route, Nest's handling of the
 * returned value costs more than the guards. Headers, metrics, log lines and refusals are the same as for any other
 * route.
 *
 * Nest still calls the handler if the application has interceptors, or guards or filters that are request-scoped, and if
 * the handler or its class declares guards, interceptors, filters, a status, headers, a redirect, a host or a version.
 */
export const CallerAnswer = (answerFor: AnswerForCaller): MethodDecorator =>
  SetMetadata(CALLER_ANSWER, answerFor);

/** Sends a response, or returns a promise of it that Fastify sends. */
type Respond = (request: FastifyRequest, reply: FastifyReply) => void | Promise<SerializedOnce>;

/** The guards, interceptors and filters that apply to every handler of an application. */
export type GlobalEnhancers = Pick<
  ApplicationConfig,
  | 'getGlobalGuards'
  | 'getGlobalRequestGuards'
  | 'getGlobalInterceptors'
  | 'getGlobalRequestInterceptors'
  | 'getGlobalRequestFilters'
>;

/** Metadata with which Nest would do more for a handler than run the global guards. */
const OWN_METADATA = [
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  EXCEPTION_FILTERS_METADATA,
  HEADERS_METADATA,
  REDIRECT_METADATA,
  HOST_METADATA,
  VERSION_METADATA,
];

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;

/** Answers the routes with `@ConstantAnswer` or `@CallerAnswer` without Nest's handling of handlers. */
export class DirectAnswers {
  readonly #routes = new Map<string, Respond>();

  /** Call this for each route before it is registered. `learn` determines later whether it is answered directly. */
  serve(route: RouteOptions): void {
    if (route.method !== 'GET' || route.constraints !== undefined) return;
    const { handler, url } = route;
    const routes = this.#routes;
    route.handler = function handle(request, reply) {
      const respond = routes.get(url);
      // Nest answers after the whole packet was parsed, so a malformed body in it is refused first.
      if (respond === undefined || hasBody(request)) return handler.call(this, request, reply);
      return respond(request, reply);
    };
  }

  /**
   * Finds the routes that are answered directly. Call this once the application is initialized. A handler that shares
   * its path with another one is left to Nest.
   *
   * @throws Error for one with a constant answer that is not public, and for one that answers the caller and is public.
   */
  learn(policies: Pick<RoutePolicies, 'list'>, enhancers: GlobalEnhancers): void {
    const routes = policies.list().filter(({ method }) => method === 'GET');
    for (const route of routes) {
      const respond = constantResponse(route) ?? responseForCaller(route, enhancers);
      const isOnlyOne = !routes.some((other) => other !== route && other.path === route.path);
      if (respond !== undefined && isOnlyOne) this.#routes.set(route.path, respond);
    }
  }
}

function constantResponse({ handler, policy, name }: ListedRoute): Respond | undefined {
  const answer = Reflect.getMetadata(ANSWER, handler) as SerializedOnce | undefined;
  if (answer === undefined) return undefined;
  if (policy.kind !== 'public') throw new Error(`${name}: a route with a constant answer must be public`);
  return (_, reply) => void reply.send(answer);
}

function responseForCaller(
  { controller, handler, policy, name }: ListedRoute,
  enhancers: GlobalEnhancers,
): Respond | undefined {
  const answerFor = Reflect.getMetadata(CALLER_ANSWER, handler) as AnswerForCaller | undefined;
  if (answerFor === undefined) return undefined;
  if (policy.kind === 'public')
    throw new Error(`${name}: a route that answers the caller must not be public`);
  if (hasOtherEnhancers(enhancers, controller, handler)) return undefined;
  // Nest ignores missing guards, too.
  const guards = enhancers.getGlobalGuards().filter(Boolean);
  // `LifeguardGuard` has set the token. If it has not, this throws.
  const answerTo = (request: FastifyRequest) =>
    answerFor((request as FastifyRequest & { readonly verifiedToken: VerifiedToken }).verifiedToken);
  return (request, reply) => {
    const admitted = runGuards(guards, new ExecutionContextHost([request, reply], controller, handler));
    if (admitted !== true) return admitted.then(() => answerTo(request));
    void reply.send(answerTo(request));
  };
}

/** Whether Nest would do more for the handler than run the global guards. */
function hasOtherEnhancers(enhancers: GlobalEnhancers, controller: Type, handler: object): boolean {
  const ofApplication = [
    enhancers.getGlobalRequestGuards(),
    enhancers.getGlobalInterceptors(),
    enhancers.getGlobalRequestInterceptors(),
    enhancers.getGlobalRequestFilters(),
  ];
  const hasOwn = [controller, handler].some((target) =>
    OWN_METADATA.some((key) => Reflect.getMetadata(key, target) !== undefined),
  );
  const status = Reflect.getMetadata(HTTP_CODE_METADATA, handler) as HttpStatus | undefined;
  return (
    hasOwn || (status ?? HttpStatus.OK) !== HttpStatus.OK || ofApplication.some((list) => list.length > 0)
  );
}
