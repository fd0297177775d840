import type { FastifyInstance, onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify';
import type { Explanation } from 'lifeguard-auth';
import type { Logger } from 'pino';
import type { RequestMetrics, RouteMetrics } from '../metrics/request-metrics';
import type { Connections } from '../network/connections';
import { admitBody, type Admission } from './admission';
import type { AllowedMethods } from './allowed-methods';
import { dropTypeOfNoBody, installBodyReader } from './body-reader';
import type { DirectAnswers } from './direct-answer';
import { logRequest } from './request-log';
import { API_HEADERS, PAGE_HEADERS, type StaticHeaders } from './security-headers';
import { toJson } from './serialized-once';

declare module 'fastify' {
  interface FastifyRequest {
    /** The counters of the request; null before routing. */
    routeMetrics: RouteMetrics | null;
    /** Why a policy refused the caller; only with `LOG_LEVEL=debug`. */
    because: Explanation | null;
  }
}

export interface HookDependencies {
  readonly logger: Logger;
  readonly connections: Connections;
  readonly allowedMethods: AllowedMethods;
  readonly metrics: RequestMetrics;
  readonly admission: Admission;
  readonly directAnswers: DirectAnswers;
  /** Counts a request of `/auth` for its client address. */
  readonly countAddress: onRequestAsyncHookHandler;
}

const BODY_METHODS = /POST|PUT|PATCH|DELETE/;

/** Installs what every request and every route of the server needs. */
export function installHooks(
  server: FastifyInstance,
  { logger, connections, allowedMethods, metrics, admission, directAnswers, countAddress }: HookDependencies,
): void {
  server.decorateRequest('routeMetrics', null);
  server.decorateRequest('because', null);
  server.decorateRequest('addressCounted', false);
  server.addHook('onRoute', (route) => {
    const { method, url, onRequest } = route;
    // The catch-all route for preflights must not make unknown URLs look like routes.
    if (url !== '*') allowedMethods.add(method, url);
    directAnswers.serve(route);
    const hook = beginRequest(
      metrics.of(String(method), url),
      url.startsWith('/docs') ? PAGE_HEADERS : API_HEADERS,
    );
    const limit = url.startsWith('/auth/') ? [countAddress] : [];
    route.onRequest = [hook, limit, onRequest ?? []].flat();
    if (BODY_METHODS.test(String(method)))
      route.preParsing = [dropTypeOfNoBody, admitBody(admission), route.preParsing ?? []].flat();
  });
  const logs = logger.isLevelEnabled('info');
  server.addHook('onResponse', (request, reply, done) => {
    const ms = reply.elapsedTime;
    (request.routeMetrics ?? metrics.unrouted).observe(reply.statusCode, ms);
    if (logs) logRequest(logger, request, reply.statusCode, ms);
    connections.release(request.raw);
    done();
  });
  server.setReplySerializer(toJson);
  installBodyReader(server);
}

/** Computes everything that is the same for all requests of a route once, when the route is registered. */
function beginRequest(routeMetrics: RouteMetrics, headers: StaticHeaders): onRequestHookHandler {
  const [names, values] = [Object.keys(headers), Object.values(headers)];
  return (request, reply, done) => {
    request.routeMetrics = routeMetrics;
    for (let index = 0; index < names.length; index += 1) reply.header(names[index] as string, values[index]);
    reply.header('x-request-id', request.id);
    done();
  };
}
