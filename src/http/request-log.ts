import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { AuthenticatedRequest } from 'lifeguard-auth';
import { readTraceparent } from './traceparent';

/**
 * Writes one line about a request that has been answered. What is in it is an allow-list: the route and not the
 * address, which may carry personal data, and neither header nor body but what is named here.
 */
export function logRequest(logger: Logger, request: FastifyRequest, status: number, ms: number): void {
  const { principal } = request as FastifyRequest & AuthenticatedRequest;
  const traceparent = request.headers.traceparent;
  logger.info(
    {
      requestId: request.id,
      traceId: typeof traceparent === 'string' ? readTraceparent(traceparent)?.traceId : undefined,
      method: request.method,
      route: request.counted?.route,
      status,
      ms: Math.round(ms * 100) / 100,
      sub: principal?.sub,
      clientId: principal?.clientId,
      because: request.because ?? undefined,
    },
    'request',
  );
}
