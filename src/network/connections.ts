import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may be in progress: pipelined requests all start before the first is answered. */
const MAXIMUM_PIPELINED = 50;
/** How long a client may leave an answer unread before the connection is closed. */
const UNREAD_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 5000;

interface Load {
  /** Requests that have no complete answer yet. */
  pending: number;
  /** The connection closes after the request that reached the limit; later ones are not handled. */
  full: boolean;
  /** Output was waiting when we last looked. */
  isSlow: boolean;
  last?: ServerResponse;
  whenAnswered?: () => void;
}

/**
 * Bounds what one connection can hold. Node starts every pipelined request of a packet at once, and keeps the answers
 * for as long as the client leaves them unread.
 */
export class Connections {
  readonly #loads = new Map<Socket, Load>();
  #timer: NodeJS.Timeout | undefined;

  add(socket: Socket): void {
    this.#loads.set(socket, { pending: 0, full: false, isSlow: false });
    socket.once('close', () => this.#loads.delete(socket));
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /** Whether to handle a request. One that is not handled gets no answer: the connection is about to close. */
  admit({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const load = this.#loads.get(socket);
    if (!load) return true;
    if (load.full) return false;
    load.pending += 1;
    load.last = response;
    response.on('close', () => {
      load.pending -= 1;
      if (load.pending === 0) load.whenAnswered?.();
    });
    if (load.pending >= MAXIMUM_PIPELINED) {
      load.full = true;
      response.shouldKeepAlive = false;
    }
    return true;
  }

  /**
   * Calls `answer` when it is the turn of what could not be parsed, or `close` where that was the body of a request
   * which has an answer. An answer out of turn would be taken for the answer to an earlier request (RFC 9112 section
   * 9.3.2).
   */
  inTurn(socket: Socket, answer: () => void, close: () => void): void {
    const load = this.#loads.get(socket);
    const last = load?.last;
    if (!load || !last) return answer();
    const isBody = !last.req.complete;
    if (isBody && load.pending === 1 && !last.headersSent) return answer();
    const then = isBody ? close : answer;
    if (load.pending > 0) load.whenAnswered ??= then;
    else then();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Starts the time-out of connections whose output does not drain. Node restarts it whenever some of it is read. */
  #look(): void {
    for (const [socket, load] of this.#loads) {
      const isSlow = socket.writableLength > 0;
      if (isSlow && !load.isSlow) socket.setTimeout(UNREAD_TIMEOUT_MS - LOOK_EVERY_MS, () => abort(socket));
      load.isSlow = isSlow;
    }
  }
}

function abort(socket: Socket): void {
  if (socket.writableLength > 0) socket.destroy();
}
