import { Server, type IncomingMessage, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from '../network/connections';
import { Problem } from '../problems/problem';
import type { CorsPolicy } from './cors';
import { framingFault } from './framing';
import {
  CHECK_INTERVAL_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
} from './limits';
import { refuseOn, refuseRequest } from './raw-answer';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** How long idle connections stay open once the server closes: long enough to read a request that is on its way. */
const LAST_REQUEST_MS = 50;

class HttpServer extends Server {
  readonly #accepted: Connections;
  #closesIdle = false;

  constructor(accepted: Connections) {
    super({
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      // `framingFault` refuses a request without a host, with a problem document.
      requireHostHeader: false,
    });
    this.#accepted = accepted;
  }

  /**
   * Node calls this when the server closes. A request may have arrived that is not read yet, so that the connection
   * only seems idle: such requests are answered first, and their connections close with the answer.
   *
   * Node counts a connection without a request as active, and stops checking its timeouts once the server closes.
   * Such connections, which browsers and load balancers open in advance, would delay every shutdown.
   */
  override closeIdleConnections(): void {
    if (this.#closesIdle) return;
    this.#closesIdle = true;
    this.#accepted.closeAfterAnswers();
    // A timer that is late runs before the sockets are read, an immediate after that.
    setTimeout(() => setImmediate(() => this.#closeIdle()), LAST_REQUEST_MS);
  }

  #closeIdle(): void {
    this.#closesIdle = false;
    super.closeIdleConnections();
    this.#accepted.closeUnused();
  }
}

/**
 * The HTTP/1.1 server: its limits, and what an origin server must do before a request is routed (RFC 9110, RFC 9112).
 *
 * @param handle routes a request that is well-formed.
 */
export function createHttpServer(
  handle: RequestListener,
  connections: Connections,
  cors: CorsPolicy | undefined,
): Server {
  const server = new HttpServer(connections);
  // The size limit bounds the number of headers. Node would silently drop headers beyond a number.
  server.maxHeadersCount = 0;
  const listener: RequestListener = (request, response) => {
    if (!connections.admit(request, response)) return;
    const fault = framingFault(request);
    if (fault) refuseRequest(request, response, fault, cors);
    else if (request.url === '*' && request.method === 'OPTIONS')
      response.writeHead(204, { allow: METHODS.join(', ') }).end();
    else handle(request, response);
  };
  server.on('request', listener);
  // The body reader asks for the body, once the request has been admitted.
  server.on('checkContinue', listener);
  server.on('checkExpectation', (request: IncomingMessage, response) => {
    const problem = new Problem('expectation_failed', 'Only the expectation `100-continue` is supported.');
    refuseRequest(request, response, problem, cors);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    const problem = new Problem('method_not_allowed', 'The service is not a proxy.', { allow: METHODS });
    refuseOn(socket, problem, cors?.headersFor(request.headers.origin, '/'));
  });
  server.on('connection', (socket: Socket) => connections.add(socket));
  server.on('close', () => connections.close());
  return server;
}
