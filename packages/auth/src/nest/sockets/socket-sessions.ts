import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '../../authenticator.ts';
import type { TokenEnds } from '../../ends/token-ends.ts';
import { Problem } from '../../problem.ts';
import { tokenInvalid } from '../../refusals.ts';
import type { VerifiedToken } from '../../tokens/token-verifier.ts';
import type { Sender } from '../../tokens/verification-queue.ts';
import { membersOf, tokenHeader, type RawHeaders } from '../readers/credentials.ts';
import { closeSocket, isNative, onMessage, sendEvent, type IoSocket, type Socket } from './socket.ts';

/** The state of a connection. */
interface Session {
  readonly socket: Socket;
  readonly sender: Sender;
  /** Undefined until a token arrives. */
  caller: Promise<VerifiedToken> | undefined;
  unwatch: (() => void) | undefined;
  closed: boolean;
}

/** The event by which a client sends its first token, or a newer one: `{ accessToken }`. */
const AUTHENTICATE = 'authenticate';

/**
 * The callers of WebSocket connections. The token is in the handshake's `Authorization`, in socket.io's
 * `auth.token`, or in the message `authenticate`; a newer token of the same caller replaces it. The
 * connection ends with its token.
 */
export class SocketSessions {
  readonly #sessions = new WeakMap<object, Session>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly ends: TokenEnds,
  ) {}

  /**
   * Begins a connection. A second call for the same connection has no effect.
   *
   * @param handshake the request that opened it.
   */
  open(socket: Socket, handshake: IncomingMessage): void {
    if (this.#sessions.has(socket)) return;
    const sender = { ip: handshake.socket.remoteAddress };
    const session: Session = { socket, sender, caller: undefined, unwatch: undefined, closed: false };
    this.#sessions.set(socket, session);
    if (hasCredentials(socket, handshake))
      session.caller = this.#identify(session, () => credentialsOf(socket, handshake));
    session.caller?.catch(() => undefined);
    onMessage(socket, AUTHENTICATE, (data) => void this.#authenticate(session, data));
    socket.on(isNative(socket) ? 'close' : 'disconnect', () => {
      session.closed = true;
      session.unwatch?.();
    });
  }

  /**
   * The caller of a connection.
   *
   * @throws Problem (rejects) `token_missing` before a token has arrived, otherwise the refusal of the token.
   */
  async callerOf(socket: object): Promise<VerifiedToken> {
    const caller = await (this.#sessions.get(socket)?.caller ?? this.authenticator.identify([]));
    this.authenticator.recheck(caller);
    return caller;
  }

  /** A refused token does not replace the previous one. */
  async #authenticate(session: Session, data: unknown): Promise<void> {
    const before = session.caller;
    const renewal = this.#renew(session, before, data);
    session.caller = renewal.catch((error: unknown) => {
      if (before) return before;
      throw error;
    });
    session.caller.catch(() => undefined);
    try {
      await renewal;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      sendEvent(session.socket, 'exception', error.toDocument(randomUUID()));
    }
  }

  async #renew(
    session: Session,
    before: Promise<VerifiedToken> | undefined,
    data: unknown,
  ): Promise<VerifiedToken> {
    const known = await before?.catch(() => undefined);
    return this.#identify(session, () => tokenHeader(membersOf(data).accessToken), known);
  }

  async #identify(
    session: Session,
    headers: () => RawHeaders,
    known?: VerifiedToken,
  ): Promise<VerifiedToken> {
    const caller = await this.authenticator.identify(headers(), session.sender);
    if (known && !isSameCaller(known, caller))
      throw tokenInvalid('The access token belongs to another caller than the connection.');
    session.unwatch?.();
    if (!session.closed)
      session.unwatch = this.ends.watch(caller, (refusal) => closeSocket(session.socket, codeOf(refusal)));
    return caller;
  }
}

const hasCredentials = (socket: Socket, handshake: IncomingMessage): boolean =>
  handshake.headers.authorization !== undefined || authTokenOf(socket) !== undefined;

const credentialsOf = (socket: Socket, handshake: IncomingMessage): RawHeaders => [
  ...handshake.rawHeaders,
  ...tokenHeader(authTokenOf(socket)),
];

const authTokenOf = (socket: Socket): unknown =>
  isNative(socket) ? undefined : membersOf((socket as IoSocket).handshake.auth).token;

const isSameCaller = (one: VerifiedToken, other: VerifiedToken): boolean =>
  one.principal.sub === other.principal.sub &&
  one.principal.kind === other.principal.kind &&
  one.principal.pool === other.principal.pool;

const codeOf = (refusal: unknown): string => (refusal instanceof Problem ? refusal.code : 'token_invalid');
