import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '../problems/problem';
import type { CorsPolicy } from './cors';
import { newRequestId, requestId } from './request-id';
import { API_HEADERS, type StaticHeaders } from './security-headers';

/** Answers a request that is not routed, and closes the connection. */
export function refuseRequest(
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
  cors: CorsPolicy | undefined,
): void {
  const { body, headers } = answerOf(problem, requestId(request));
  const more = cors?.headersFor(request.headers.origin, request.url ?? '/');
  response.writeHead(problem.status, { ...headers, ...more, connection: 'close' }).end(body);
}

/** The same on a bare connection, where Node has no request. */
export function refuseOn(socket: Socket, problem: Problem, more: StaticHeaders = {}): void {
  const { body, headers } = answerOf(problem, newRequestId());
  // RFC 9110 section 6.6.1: an origin server with a clock sends `Date`.
  const all = { date: new Date().toUTCString(), ...headers, ...more, connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
}

function answerOf(problem: Problem, id: string): { body: string; headers: StaticHeaders } {
  const body = JSON.stringify(problem.toDocument(id));
  const { allow } = problem.options;
  return {
    body,
    headers: {
      ...API_HEADERS,
      'x-request-id': id,
      'content-type': 'application/problem+json',
      'content-length': String(Buffer.byteLength(body)),
      ...(allow && { allow: allow.join(', ') }),
    },
  };
}
