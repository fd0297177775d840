import type { FastifyRequest } from 'fastify';
import type { AuthenticatedRequest } from 'lifeguard-auth';
import type { Logger } from 'pino';
import { readTraceparent } from './traceparent';

/**
 * Logs one line for an answered request. Its fields are an allow-list: the route pattern instead of the
 * URL, which may contain personal data, and no headers or bodies except those listed here.
 */
export function logRequest(logger: Logger, request: FastifyRequest, status: number, ms: number): void {
  const { principal } = request as FastifyRequest & AuthenticatedRequest;
  const traceparent = request.headers.traceparent;
  logger.info(
    {
      requestId: request.id,
      traceId: typeof traceparent === 'string' ? readTraceparent(traceparent)?.traceId : undefined,
      method: request.method,
      route: request.routeMetrics?.route,
      status,
      ms: Math.round(ms * 100) / 100,
      sub: principal?.sub,
      clientId: principal?.clientId,
      because: request.because ?? undefined,
    },
    'request',
  );
}
