import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { RequestMetrics, RouteMetrics } from '../metrics/request-metrics';
import type { AllowedMethods } from './allowed-methods';
import { Problem } from '../problems/problem';
import { readJsonBody } from './json-body';
import { logRequest } from './request-log';
import { API_HEADERS, PAGE_HEADERS, type StaticHeaders } from './security-headers';
import { toJson } from './written-once';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the request is counted; null while no route has taken it. */
    counted: RouteMetrics | null;
  }
}

export interface Equipment {
  readonly logger: Logger;
  readonly allowedMethods: AllowedMethods;
  readonly metrics: RequestMetrics;
}

/** What every request and every route of the server has, whoever serves it. */
export function equip(server: FastifyInstance, { logger, allowedMethods, metrics }: Equipment): void {
  server.decorateRequest('counted', null);
  server.addHook('onRoute', (route) => {
    const { method, url, onRequest } = route;
    // The catch-all that answers preflights makes no route of an unknown address.
    if (url !== '*') allowedMethods.add(method, url);
    const hook = beginRequest(
      metrics.of(String(method), url),
      url.startsWith('/docs') ? PAGE_HEADERS : API_HEADERS,
    );
    route.onRequest = [hook, onRequest ?? []].flat();
  });
  const logs = logger.isLevelEnabled('info');
  server.addHook('onResponse', (request, reply, done) => {
    const ms = reply.elapsedTime;
    (request.counted ?? metrics.unrouted).observe(reply.statusCode, ms);
    if (logs) logRequest(logger, request, reply.statusCode, ms);
    done();
  });
  // Node would answer an unknown `Expect` itself, with no problem document. It may be ignored (RFC 9110 section 10.1.1).
  server.server.on('checkExpectation', (request, response) =>
    server.server.emit('request', request, response),
  );
  server.setReplySerializer(toJson);
  readJsonOnly(server);
}

/** What is the same for all requests of a route is decided when the route is made, and not for each of them. */
function beginRequest(counted: RouteMetrics, headers: StaticHeaders): onRequestHookHandler {
  const [names, values] = [Object.keys(headers), Object.values(headers)];
  return (request, reply, done) => {
    request.counted = counted;
    for (let index = 0; index < names.length; index += 1) reply.header(names[index] as string, values[index]);
    reply.header('x-request-id', request.id);
    done(hasHost(request.raw) ? undefined : new Problem('invalid_request', 'The request names no host.'));
  };
}

/** RFC 9112 section 3.2. Node's own check is off, since it answers without a problem document. */
const hasHost = ({ headers, httpVersionMinor }: IncomingMessage): boolean =>
  headers.host !== undefined || httpVersionMinor === 0;

/** JSON is the one type of body. An empty one is no body: many clients name the type of a body that they do not send. */
function readJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const bytes = body as Buffer;
    try {
      done(null, bytes.length === 0 ? undefined : readJsonBody(bytes));
    } catch (error) {
      done(error as Error);
    }
  });
}
