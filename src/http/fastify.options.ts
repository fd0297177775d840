import type { FastifyHttpOptions } from 'fastify';
import type { Server } from 'node:http';
import type { HttpSettings } from '../config/settings';
import { answerClientError } from './client-error';
import {
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAXIMUM_BODY_BYTES,
  MAXIMUM_HEADER_BYTES,
  MAXIMUM_PARAM_LENGTH,
  REQUEST_TIMEOUT_MS,
} from './limits';
import { fromException } from './from-exception';
import { send } from './problem.filter';
import { requestId } from './request-id';

/** The HTTP server's limits and habits, each set on purpose. */
export function fastifyOptions(settings: HttpSettings): FastifyHttpOptions<Server> {
  return {
    // One line per request is written by our own hook; Fastify's logger would make a child for each request.
    logger: false,
    trustProxy: trustedProxies(settings.trustProxy),
    genReqId: requestId,
    requestIdHeader: false,
    bodyLimit: MAXIMUM_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // Requests that still arrive on open connections while the service ends are served: nothing is dropped.
    return503OnClosing: false,
    http: {
      maxHeaderSize: MAXIMUM_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // A request without a host is refused by our own hook, with a problem document.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: MAXIMUM_PARAM_LENGTH },
    clientErrorHandler: answerClientError,
    // An address that cannot be decoded: no route was found, so that no hook has run.
    frameworkErrors: (error, request, reply) => {
      send(fromException(error), request.id, reply);
    },
  };
}

/** A number of proxies counts from the service outwards: the first is the connection itself. */
function trustedProxies(setting: HttpSettings['trustProxy']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting;
}
