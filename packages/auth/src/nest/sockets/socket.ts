import type { IncomingMessage } from 'node:http';

type Listener = (...args: unknown[]) => void;

/** A connection of `ws` or of `socket.io`. */
export interface Socket {
  on(event: string, listener: Listener): unknown;
}

interface NativeSocket extends Socket {
  readonly readyState: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface IoSocket extends Socket {
  readonly handshake: { readonly auth?: unknown };
  readonly request: IncomingMessage;
  emit(event: string, data: unknown): unknown;
  disconnect(close: boolean): unknown;
}

/** `ws` has the numeric state of the browser WebSocket API; the socket.io client does not. */
export const isNative = (socket: Socket): socket is NativeSocket =>
  typeof (socket as Partial<NativeSocket>).readyState === 'number';

/** A code for private use (RFC 6455 section 7.4.2), in analogy to 401. */
const TOKEN_ENDED = 4401;

/** Sends `{ event, data }`, as Nest's adapters do. */
export function sendEvent(socket: Socket, event: string, data: unknown): void {
  if (!isNative(socket)) (socket as IoSocket).emit(event, data);
  else if (socket.readyState === 1) socket.send(JSON.stringify({ event, data }));
}

/** Closes a connection whose token has ended: `ws` with 4401 and the code of the refusal. */
export function closeSocket(socket: Socket, reason: string): void {
  if (isNative(socket)) socket.close(TOKEN_ENDED, reason);
  else (socket as IoSocket).disconnect(true);
}

/**
 * Calls `listener` with the data of every message of an event, as soon as it arrives, which is before the handlers of
 * gateways run: they wait for their guards.
 */
export function onMessage(socket: Socket, event: string, listener: (data: unknown) => void): void {
  if (!isNative(socket)) socket.on(event, (data) => listener(data));
  else
    socket.on('message', (raw) => {
      const message = parse(raw, `"${event}"`);
      if (message?.event === event) listener(message.data);
    });
}

/** Most messages have another event and are not parsed here. */
function parse(raw: unknown, mark: string): { event?: unknown; data?: unknown } | undefined {
  if (!Buffer.isBuffer(raw) || !raw.includes(mark)) return undefined;
  try {
    const message: unknown = JSON.parse(raw.toString('utf8'));
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
