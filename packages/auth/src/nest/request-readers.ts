import { Inject, Injectable } from '@nestjs/common';
import { Authenticator } from '../authenticator.ts';
import { GraphqlReader } from './readers/graphql.reader.ts';
import type { ToHostError } from './readers/host-errors.ts';
import { MessageReader } from './readers/message.reader.ts';
import type { RequestReader } from './readers/request-reader.ts';
import { SocketReader } from './readers/socket.reader.ts';
import { SocketSessions } from './sockets/socket-sessions.ts';

/**
 * Injection tokens of the functions that convert a refusal to the host's error; undefined if the application
 * has no handler of that kind.
 */
export const SOCKET_ERROR = Symbol('lifeguard:socket-error');
export const MESSAGE_ERROR = Symbol('lifeguard:message-error');

/** The reader of each kind of call, except plain HTTP, which the guard reads itself. */
@Injectable()
export class RequestReaders {
  readonly #readers = new Map<string, RequestReader>();

  constructor(
    authenticator: Authenticator,
    sessions: SocketSessions,
    @Inject(SOCKET_ERROR) socketError: ToHostError | undefined,
    @Inject(MESSAGE_ERROR) messageError: ToHostError | undefined,
  ) {
    this.#readers.set('graphql', new GraphqlReader(authenticator));
    if (socketError) this.#readers.set('ws', new SocketReader(sessions, socketError));
    if (messageError) this.#readers.set('rpc', new MessageReader(authenticator, messageError));
  }

  /**
   * @param type the result of `ExecutionContext.getType()`. @returns undefined for an unknown kind.
   */
  of(type: string): RequestReader | undefined {
    return this.#readers.get(type);
  }
}
