import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * A signal that aborts when the caller hangs up, for calls that are of no use to anybody then: reads and sign-ins.
 * A write is not given it, since whether an aborted write happened is not known.
 */
export const CallerGone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { socket } = context.switchToHttp().getRequest<FastifyRequest>().raw;
  const response = context.switchToHttp().getResponse<{ raw: NodeJS.EventEmitter }>().raw;
  const gone = new AbortController();
  const abort = () => gone.abort();
  socket.once('close', abort);
  response.once('close', () => socket.off('close', abort));
  return gone.signal;
});
