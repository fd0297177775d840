import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { AllowedMethods } from '../problems/allowed-methods';
import { Problem } from '../problems/problem';
import { logRequest } from './request-log';
import { API_HEADERS, PAGE_HEADERS } from './security-headers';

/** What every request and every route of the server has, whoever serves it. */
export function equip(server: FastifyInstance, logger: Logger, allowedMethods: AllowedMethods): void {
  server.addHook('onRoute', ({ method, url }) => allowedMethods.add(method, url));
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.routeOptions.url?.startsWith('/docs') ? PAGE_HEADERS : API_HEADERS);
    reply.header('x-request-id', request.id);
    done(hasHost(request.raw) ? undefined : new Problem('invalid_request', 'The request names no host.'));
  });
  // Node would answer an unknown `Expect` itself, with no problem document. It may be ignored (RFC 9110 section 10.1.1).
  server.server.on('checkExpectation', (request, response) =>
    server.server.emit('request', request, response),
  );
  if (logger.isLevelEnabled('info')) {
    server.addHook('onResponse', (request, reply, done) => {
      logRequest(logger, request, reply);
      done();
    });
  }
  readJsonOnly(server);
}

/** RFC 9112 section 3.2. Node's own check is off, since it answers without a problem document. */
const hasHost = ({ headers, httpVersionMinor }: IncomingMessage): boolean =>
  headers.host !== undefined || httpVersionMinor === 0;

/** JSON is the one type of body. An empty one is no body: many clients name the type of a body that they do not send. */
function readJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}
