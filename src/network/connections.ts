import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may be in progress: pipelined requests all start before the first is answered. */
const MAX_PIPELINED = 50;
/** How long a client may leave a response unread before the connection is closed. */
const UNREAD_TIMEOUT_MS = 30_000;
const CHECK_EVERY_MS = 5000;

interface Load {
  /**
   * The latest response and the earlier ones that were not complete when it began, in the order in which they are
   * sent.
   */
  readonly responses: ServerResponse[];
  /** The connection closes after the request that reached the limit; later ones are not handled. */
  full: boolean;
  /** Output was waiting at the last check. */
  isSlow: boolean;
  /** Whether something waits for the latest response. */
  isAwaited: boolean;
}

/**
 * Limits the memory of one connection. Node starts every pipelined request of a packet at once, and buffers
 * the responses until the client reads them.
 */
export class Connections {
  readonly #loads = new Map<Socket, Load>();
  #timer: NodeJS.Timeout | undefined;
  #closing = false;

  add(socket: Socket): void {
    this.#loads.set(socket, { responses: [], full: false, isSlow: false, isAwaited: false });
    socket.once('close', () => this.#loads.delete(socket));
    this.#timer ??= setInterval(() => this.#check(), CHECK_EVERY_MS).unref();
  }

  /** Whether to handle a request. An unhandled one gets no response: the connection is about to close. */
  admit({ socket }: IncomingMessage, response: ServerResponse): boolean {
    if (this.#closing) response.shouldKeepAlive = false;
    const load = this.#loads.get(socket);
    if (!load) return true;
    if (load.full) return false;
    const { responses } = load;
    while (responses[0]?.writableFinished) responses.shift();
    responses.push(response);
    if (responses.length >= MAX_PIPELINED) {
      load.full = true;
      response.shouldKeepAlive = false;
    }
    return true;
  }

  /**
   * Forgets the responses that were sent. Otherwise an idle connection would keep its last request in memory, with
   * the token and the principal, and V8 would copy them at each garbage collection.
   */
  release({ socket }: IncomingMessage): void {
    const responses = this.#loads.get(socket)?.responses;
    // A request whose body is still arriving decides how `inTurn` reads the next bytes.
    while (responses?.[0]?.writableFinished && (responses.length > 1 || responses[0].req.complete))
      responses.shift();
  }

  /** Makes each connection close after its current answer, which announces it (RFC 9112 section 9.6). */
  closeAfterAnswers(): void {
    this.#closing = true;
    for (const { responses } of this.#loads.values())
      for (const response of responses) if (!response.headersSent) response.shouldKeepAlive = false;
  }

  /**
   * Calls `answer` when all earlier requests are answered, or `close` if the unparsable bytes were the body
   * of an answered request. A response out of order would be taken for that of an earlier request (RFC 9112
   * section 9.3.2).
   */
  inTurn(socket: Socket, answer: () => void, close: () => void): void {
    const load = this.#loads.get(socket);
    const last = load?.responses.at(-1);
    if (!load || !last) return answer();
    const pending = load.responses.filter(({ writableFinished }) => !writableFinished).length;
    const isBody = !last.req.complete;
    if (isBody && pending === 1 && !last.headersSent) return answer();
    const then = isBody ? close : answer;
    if (pending === 0) return then();
    if (!load.isAwaited) last.once('close', then);
    load.isAwaited = true;
  }

  /** Closes connections that have sent nothing. */
  closeUnused(): void {
    for (const socket of this.#loads.keys()) if (socket.bytesRead === 0) socket.destroy();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Starts a timeout for connections whose output does not drain. Node restarts it whenever some output is
   * read.
   */
  #check(): void {
    for (const [socket, load] of this.#loads) {
      const isSlow = socket.writableLength > 0;
      if (isSlow && !load.isSlow) socket.setTimeout(UNREAD_TIMEOUT_MS - CHECK_EVERY_MS, () => abort(socket));
      load.isSlow = isSlow;
    }
  }
}

function abort(socket: Socket): void {
  if (socket.writableLength > 0) socket.destroy();
}
