import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import type { HttpSettings } from '../config/settings';
import { trustedProxies } from '../network/client-address';
import type { Connections } from '../network/connections';
import { answerClientError } from './client-error';
import type { CorsPolicy } from './cors';
import { originForm } from './framing';
import { fromException } from './from-exception';
import { createHttpServer } from './http-server';
import { KEEP_ALIVE_TIMEOUT_MS, MAX_BODY_BYTES, MAX_PARAM_LENGTH, REQUEST_TIMEOUT_MS } from './limits';
import { send } from './problem.filter';
import { requestId } from './request-id';

/** The options of Fastify, each set on purpose. */
export function fastifyOptions(
  settings: HttpSettings,
  connections: Connections,
  cors: CorsPolicy | undefined,
): FastifyHttpOptions<Server> {
  return {
    // Our own hook writes one line per request; Fastify would create a child logger for each request.
    logger: false,
    trustProxy: trustedProxies(settings.trustProxy),
    genReqId: requestId,
    requestIdHeader: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // Requests that arrive on open connections during shutdown are served.
    return503OnClosing: false,
    serverFactory: (handle) => createHttpServer(handle, connections, cors),
    rewriteUrl: ({ url = '/' }) => originForm(url),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    clientErrorHandler: answerClientError(connections, cors),
    // A URL that cannot be decoded: no route was found, so no hook has run.
    frameworkErrors: (error, request, reply) => {
      if (!cors?.answers(request, reply)) send(fromException(error), request.id, reply);
    },
  };
}
