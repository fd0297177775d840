import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { AllowedMethods } from '../problems/allowed-methods';
import { logRequest } from './request-log';
import { API_HEADERS, PAGE_HEADERS } from './security-headers';

/** What every request and every route of the server has, whoever serves it. */
export function equip(server: FastifyInstance, logger: Logger, allowedMethods: AllowedMethods): void {
  server.addHook('onRoute', ({ method, url }) => allowedMethods.add(method, url));
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.routeOptions.url?.startsWith('/docs') ? PAGE_HEADERS : API_HEADERS);
    reply.header('x-request-id', request.id);
    done();
  });
  if (logger.isLevelEnabled('info')) {
    server.addHook('onResponse', (request, reply, done) => {
      logRequest(logger, request, reply);
      done();
    });
  }
  readJsonOnly(server);
}

/** JSON is the one type of body. An empty one is no body: many clients name the type of a body that they do not send. */
function readJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}
