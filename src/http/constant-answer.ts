import { SetMetadata } from '@nestjs/common';
import type { RouteOptions } from 'fastify';
import type { RoutePolicies } from 'lifeguard-auth';
import type { SerializedOnce } from './serialized-once';

const ANSWER = Symbol('constant answer');

/**
 * Declares that a handler gives every caller the same answer. The server sends it without calling the handler or
 * Nest's guards, pipes and interceptors, so the route must be public. Headers, metrics and log lines are the same as
 * for any other response.
 */
export const ConstantAnswer = (answer: SerializedOnce): MethodDecorator => SetMetadata(ANSWER, answer);

/** Sends the answers of `@ConstantAnswer` routes. */
export class ConstantAnswers {
  readonly #answers = new Map<string, SerializedOnce>();

  /**
   * Call this for each route before it is registered. `learn` determines later whether it has a constant
   * answer.
   */
  serve(route: RouteOptions): void {
    if (route.method !== 'GET') return;
    const { handler, url } = route;
    const answers = this.#answers;
    route.handler = function handle(request, reply) {
      const answer = answers.get(url);
      if (answer === undefined) return handler.call(this, request, reply);
      void reply.send(answer);
    };
  }

  /**
   * Finds the routes with a constant answer.
   *
   * @throws Error for one that is not public.
   */
  learn(policies: Pick<RoutePolicies, 'list'>): void {
    for (const { handler, path, policy, name } of policies.list()) {
      const answer = Reflect.getMetadata(ANSWER, handler) as SerializedOnce | undefined;
      if (answer === undefined) continue;
      if (policy.kind !== 'public') throw new Error(`${name}: a route with a constant answer must be public`);
      this.#answers.set(path, answer);
    }
  }
}
