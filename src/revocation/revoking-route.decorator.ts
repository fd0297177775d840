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
import { AlsoAnswers, documentRoute, type RouteDocument } from '../openapi/route.decorator';
import type { Ended } from './token-revoker';

const DETAIL =
  'Done. This instance refuses the tokens; the others will refuse them as soon as they can be reached.';

const revocationPending = z
  .object({ code: z.literal('revocation_pending'), detail: z.string().meta({ example: DETAIL }) })
  .meta({ id: 'RevocationPending' });

const PENDING: z.output<typeof revocationPending> = { code: 'revocation_pending', detail: DETAIL };

@Injectable()
class EndedInterceptor implements NestInterceptor<Ended, unknown> {
  intercept(context: ExecutionContext, next: CallHandler<Ended>): Observable<unknown> {
    return next.handle().pipe(
      map(({ propagation }) => {
        if (propagation === 'shared') return undefined;
        context.switchToHttp().getResponse<FastifyReply>().status(202);
        return PENDING;
      }),
    );
  }
}

type EndingHandler = (...args: never[]) => Promise<Ended>;

/**
 * `@Route` for a handler that revokes tokens. It answers 204 if the revocation is shared, and 202 with
 * `revocation_pending` if only this instance knows it.
 */
export const RevokingRoute = (route: Omit<RouteDocument, 'body' | 'status'>) =>
  applyDecorators(
    documentRoute(route),
    UseInterceptors(EndedInterceptor),
    AlsoAnswers({
      status: 202,
      description: 'Done. This instance refuses the tokens; the revocation is not shared yet',
      body: revocationPending,
    }),
  ) as (target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<EndingHandler>) => void;
