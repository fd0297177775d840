import type { Params } from '../../policies/compile.ts';
import type { VerifiedToken } from '../../tokens/token-verifier.ts';
import type { SocketSessions } from '../sockets/socket-sessions.ts';
import { membersOf } from './credentials.ts';
import type { ToHostError } from './host-errors.ts';
import type { RequestReader } from './request-reader.ts';

/** Callers of gateways: the token belongs to the connection and not to a message. */
export class SocketReader implements RequestReader {
  constructor(
    private readonly sessions: SocketSessions,
    readonly refusal: ToHostError,
  ) {}

  identify([client]: readonly unknown[]): Promise<VerifiedToken> {
    return this.sessions.callerOf(client as object);
  }

  params([, payload]: readonly unknown[]): Params {
    return membersOf(payload) as Params;
  }
}
