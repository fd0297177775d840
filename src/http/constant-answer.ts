import { SetMetadata } from '@nestjs/common';
import type { RouteOptions } from 'fastify';
import type { RoutePolicies } from 'lifeguard-auth';
import type { WrittenOnce } from './written-once';

const ANSWER = Symbol('constant answer');

/**
 * Says that a handler gives everybody the same answer. The server sends it without calling the handler, and without
 * Nest's guards, pipes and interceptors, so the route must be public. Headers, metrics and the log are those of every answer.
 */
export const ConstantAnswer = (answer: WrittenOnce): MethodDecorator => SetMetadata(ANSWER, answer);

/** Sends the answers of `@ConstantAnswer` routes. */
export class ConstantAnswers {
  readonly #answers = new Map<string, WrittenOnce>();

  /** To be called for each route before it is made. Whether it has a constant answer is known later, from `learn`. */
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
   * Reads which routes have a constant answer.
   *
   * @throws Error for one that is not public.
   */
  learn(policies: Pick<RoutePolicies, 'list'>): void {
    for (const { handler, path, policy, name } of policies.list()) {
      const answer = Reflect.getMetadata(ANSWER, handler) as WrittenOnce | undefined;
      if (answer === undefined) continue;
      if (policy.kind !== 'public')
        throw new Error(`${name}: a constant answer stands on a route that is not public`);
      this.#answers.set(path, answer);
    }
  }
}
