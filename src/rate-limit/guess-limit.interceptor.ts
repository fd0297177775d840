import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Guessing } from './guessing';

/**
 * For a handler that is told who somebody is and proves it: slows down guessing at the account that the body names as
 * `username`. An answer that is a challenge proves nothing yet.
 */
@Injectable()
export class GuessLimitInterceptor implements NestInterceptor {
  constructor(private readonly guessing: Guessing) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    const username = hasMember(body, 'username') ? body.username : undefined;
    // A body that names nobody is refused for it.
    if (typeof username !== 'string') return next.handle();
    const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.guessing.attempt(username, handle, (answer) => !hasMember(answer, 'challenge')));
  }
}

const hasMember = <Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> =>
  typeof value === 'object' && value !== null && name in value;
