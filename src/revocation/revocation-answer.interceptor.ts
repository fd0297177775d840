import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import type { Propagation } from 'lifeguard-auth';
import { AlsoAnswers } from '../openapi/route.decorator';

const DETAIL =
  'It is done, and the tokens are refused here; other instances are told as soon as they can be reached.';

const revocationPending = z
  .object({ code: z.literal('revocation_pending'), detail: z.string().meta({ example: DETAIL }) })
  .meta({ id: 'RevocationPending' });

const PENDING: z.output<typeof revocationPending> = { code: 'revocation_pending', detail: DETAIL };

/** Answers how far a revocation got: shared, the route's own 204; still to be shared, 202 with a body that says so. */
@Injectable()
export class RevocationAnswerInterceptor implements NestInterceptor<Propagation, unknown> {
  intercept(context: ExecutionContext, next: CallHandler<Propagation>): Observable<unknown> {
    return next.handle().pipe(
      map((propagation) => {
        if (propagation !== 'local') return undefined;
        context.switchToHttp().getResponse<FastifyReply>().status(202);
        return PENDING;
      }),
    );
  }
}

/** For a handler that returns how far its revocations were recorded. */
export const Revokes = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(RevocationAnswerInterceptor),
    AlsoAnswers({
      status: 202,
      description: 'Done, and this instance refuses the tokens; other instances have not been told yet',
      body: revocationPending,
    }),
  );
