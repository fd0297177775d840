import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearedSessionCookie, readCookies, SESSION_COOKIE, sessionCookie } from './cookies';
import { nameOf } from './session-records';
import { sessionEnded, sessionMissing } from './session.problems';
import type { Session } from './session.record';
import { Sessions } from './sessions';

/** The session cookie of requests and answers. */
@Injectable()
export class SessionCookies {
  constructor(private readonly sessions: Sessions) {}

  /**
   * The session of a request, with tokens that can be used.
   *
   * @throws Problem `token_missing` without a cookie; `session_ended` for one that opens nothing, which is cleared.
   */
  async require(request: FastifyRequest, reply: FastifyReply): Promise<Session> {
    const id = idIn(request);
    if (id === undefined) throw sessionMissing();
    const session = await this.sessions.find(id);
    if (session) return session;
    throw this.clear(reply);
  }

  /** The same without renewing tokens. */
  async requireStored(request: FastifyRequest, reply: FastifyReply): Promise<Session> {
    const id = idIn(request);
    if (id === undefined) throw sessionMissing();
    const session = await this.sessions.peek(id);
    if (session) return session;
    throw this.clear(reply);
  }

  /** The stored name of the session that a browser has; nothing is read. */
  previous(request: FastifyRequest): string | undefined {
    const id = idIn(request);
    return id === undefined ? undefined : nameOf(id);
  }

  set(reply: FastifyReply, { id }: Session): void {
    reply.header('set-cookie', sessionCookie(id));
  }

  /** Takes the cookie from the browser. Returns the problem that says so. */
  clear(reply: FastifyReply) {
    reply.header('set-cookie', clearedSessionCookie);
    return sessionEnded();
  }
}

/** The value of the session cookie. Two of one name come from no browser that keeps the rules of its prefix. */
export function idIn({ headers }: FastifyRequest): string | undefined {
  const values = readCookies(headers.cookie).filter(([name]) => name === SESSION_COOKIE);
  const [[, value] = []] = values;
  return values.length > 1 ? '' : value;
}
