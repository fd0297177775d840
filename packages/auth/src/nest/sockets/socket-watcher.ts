import type { IncomingMessage } from 'node:http';
import type { Type } from '@nestjs/common';
import { SOCKETS } from '../nest-metadata.ts';
import type { SocketSessions } from './socket-sessions.ts';
import type { IoSocket, Socket } from './socket.ts';

/**
 * A gateway without message handlers that shares the server of an application's gateway and sees every new
 * connection.
 */
interface SocketWatcher {
  handleConnection(socket: Socket, handshake?: IncomingMessage): void;
}

/**
 * Creates the watcher of a gateway. Nest passes the handshake only to `handleConnection`, and gateways with
 * the same port and path share a server.
 */
export function socketWatcher(gateway: Type): new (sessions: SocketSessions) => SocketWatcher {
  class LifeguardSocketWatcher implements SocketWatcher {
    constructor(private readonly sessions: SocketSessions) {}

    handleConnection(socket: Socket, handshake?: IncomingMessage): void {
      this.sessions.open(socket, handshake ?? (socket as IoSocket).request);
    }
  }
  Reflect.defineMetadata(SOCKETS.gateway, true, LifeguardSocketWatcher);
  for (const key of [SOCKETS.port, SOCKETS.options])
    Reflect.defineMetadata(key, Reflect.getMetadata(key, gateway), LifeguardSocketWatcher);
  return LifeguardSocketWatcher;
}
