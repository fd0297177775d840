import {
  ForbiddenException,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { GUARDS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import type { ApplicationConfig } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { ListedRoute, RoutePolicies, VerifiedToken } from 'lifeguard-auth';
import { isObservable, lastValueFrom } from 'rxjs';
import type { SerializedOnce } from './serialized-once';

const ANSWER = Symbol('constant answer');
const CALLER_ANSWER = Symbol('answer for the caller');

/** Computes the answer of a route from nothing but the verified token. */
type AnswerForCaller = (caller: VerifiedToken) => SerializedOnce;

interface CallerAnswerMetadata {
  readonly controller: Type;
  readonly answerFor: AnswerForCaller;
}

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
 * route. Nest calls the handler if the application has interceptors, or guards that are not global.
 */
export const CallerAnswer =
  (answerFor: AnswerForCaller): MethodDecorator =>
  (prototype, name, descriptor) => {
    const metadata: CallerAnswerMetadata = { controller: prototype.constructor as Type, answerFor };
    SetMetadata(CALLER_ANSWER, metadata)(prototype, name, descriptor);
  };

/** Sends a response; a returned promise resolves to the response. */
type Respond = (request: FastifyRequest, reply: FastifyReply) => void | Promise<SerializedOnce>;

/** What may stand around every handler of an application. */
export type GlobalEnhancers = Pick<
  ApplicationConfig,
  'getGlobalGuards' | 'getGlobalRequestGuards' | 'getGlobalInterceptors' | 'getGlobalRequestInterceptors'
>;

/** Answers the routes with `@ConstantAnswer` or `@CallerAnswer` without Nest's handling of handlers. */
export class DirectAnswers {
  readonly #routes = new Map<string, Respond>();

  /** Call this for each route before it is registered. `learn` determines later whether it is answered directly. */
  serve(route: RouteOptions): void {
    if (route.method !== 'GET') return;
    const { handler, url } = route;
    const routes = this.#routes;
    route.handler = function handle(request, reply) {
      const respond = routes.get(url);
      return respond === undefined ? handler.call(this, request, reply) : respond(request, reply);
    };
  }

  /**
   * Finds the routes that are answered directly. Call this once the application is initialized.
   *
   * @throws Error for one with a constant answer that is not public, and for one that answers the caller and is public.
   */
  learn(policies: Pick<RoutePolicies, 'list'>, enhancers: GlobalEnhancers): void {
    for (const route of policies.list()) {
      const respond = constantResponse(route) ?? responseForCaller(route, enhancers);
      if (respond !== undefined) this.#routes.set(route.path, respond);
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
  { handler, policy, name }: ListedRoute,
  enhancers: GlobalEnhancers,
): Respond | undefined {
  const metadata = Reflect.getMetadata(CALLER_ANSWER, handler) as CallerAnswerMetadata | undefined;
  if (metadata === undefined) return undefined;
  if (policy.kind === 'public')
    throw new Error(`${name}: a route that answers the caller must not be public`);
  const { controller, answerFor } = metadata;
  if (hasOtherEnhancers(enhancers, controller, handler)) return undefined;
  const guards = enhancers.getGlobalGuards();
  // The guard of this package has set the token. Without one the request fails.
  const answerTo = (request: FastifyRequest) =>
    answerFor((request as FastifyRequest & { readonly verifiedToken: VerifiedToken }).verifiedToken);
  return (request, reply) => {
    const admitted = admit(guards, new ExecutionContextHost([request, reply], controller, handler));
    if (admitted !== true) return admitted.then(() => answerTo(request));
    void reply.send(answerTo(request));
  };
}

/** Whether more than global guards stands before the handler. */
function hasOtherEnhancers(enhancers: GlobalEnhancers, controller: Type, handler: object): boolean {
  const ofApplication = [
    enhancers.getGlobalRequestGuards(),
    enhancers.getGlobalInterceptors(),
    enhancers.getGlobalRequestInterceptors(),
  ];
  const ofHandler = [controller, handler].flatMap((target) =>
    [GUARDS_METADATA, INTERCEPTORS_METADATA].map(
      (key) => Reflect.getMetadata(key, target) as unknown[] | undefined,
    ),
  );
  return [...ofApplication, ...ofHandler].some((list) => list !== undefined && list.length > 0);
}

/**
 * Runs guards one after another, as Nest does. Synchronous as long as they are.
 *
 * @throws ForbiddenException if a guard returns false, and what a guard throws; a promise rejects with them.
 */
function admit(guards: readonly CanActivate[], context: ExecutionContext): true | Promise<true> {
  for (let index = 0; index < guards.length; index += 1) {
    const result = (guards[index] as CanActivate).canActivate(context);
    if (result !== true) return admitLater(result, guards.slice(index + 1), context);
  }
  return true;
}

async function admitLater(
  first: ReturnType<CanActivate['canActivate']>,
  rest: readonly CanActivate[],
  context: ExecutionContext,
): Promise<true> {
  if (!(await settled(first))) throw new ForbiddenException();
  for (const guard of rest) if (!(await settled(guard.canActivate(context)))) throw new ForbiddenException();
  return true;
}

const settled = (result: ReturnType<CanActivate['canActivate']>) =>
  isObservable(result) ? lastValueFrom(result) : result;
