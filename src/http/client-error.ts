import type { Socket } from 'node:net';
import type { Connections } from '../network/connections';
import { Problem } from '../problems/problem';
import type { CorsPolicy } from './cors';
import { refuseOn } from './raw-answer';

interface ParserError extends NodeJS.ErrnoException {
  /** What had been received of the request when parsing failed. */
  readonly rawPacket?: unknown;
}

/**
 * Answers input that Node could not parse as an HTTP request. It does not reach the router, so the response
 * is written to the socket.
 */
export const answerClientError =
  (connections: Connections, cors: CorsPolicy | undefined) =>
  (error: ParserError, socket: Socket): void => {
    const close = () => void socket.destroy();
    if (error.code === 'ECONNRESET' || !socket.writable) return close();
    // RFC 9112 section 9.6: nothing after a request with `Connection: close` is processed, or answered.
    if (error.code === 'HPE_CLOSED_CONNECTION') return connections.inTurn(socket, close, close);
    const problem = explain(error.code);
    const answer = () => refuseOn(socket, problem, cors?.headersFor(originIn(error.rawPacket), '/'));
    connections.inTurn(socket, answer, close);
  };

/** The `Origin` header of an unparsed request, so that a browser lets its page read the response. */
function originIn(packet: unknown): string | undefined {
  if (!Buffer.isBuffer(packet)) return undefined;
  return /\r\norigin:[ \t]*(\S{1,255})[ \t]*\r\n/i.exec(packet.toString('latin1'))?.[1];
}

function explain(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headers_too_large', 'The headers are larger than 32 KB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request_timeout', 'The request took too long to arrive.');
    default:
      return new Problem('invalid_request', 'The request is not well-formed HTTP.');
  }
}
