import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearedSessionCookie, readCookies, SESSION_COOKIE, sessionCookie } from './cookies';
import { storeKey } from './session-records';
import { sessionEnded, sessionMissing } from './session.problems';
import type { Session } from './session.record';
import { isSession, Sessions, type NoSession } from './sessions';

/** Reads the session cookie of requests, and sets or clears it in responses. */
@Injectable()
export class SessionCookies {
  constructor(private readonly sessions: Sessions) {}

  /**
   * The session of a request, with valid tokens: they are renewed if necessary.
   *
   * @throws Problem `token_missing` without a cookie; `session_ended` if the cookie has no session: it is cleared.
   */
  async require(request: FastifyRequest, reply: FastifyReply): Promise<Session> {
    const id = idIn(request);
    if (id === undefined) throw sessionMissing();
    const session = await this.sessions.find(id);
    if (isSession(session)) return session;
    throw this.endedWith(session, reply);
  }

  /** The session of a request as stored; its tokens may have expired. Throws as `require`. */
  async requireStored(request: FastifyRequest, reply: FastifyReply): Promise<Session> {
    const id = idIn(request);
    if (id === undefined) throw sessionMissing();
    const session = await this.sessions.peek(id);
    if (isSession(session)) return session;
    throw this.endedWith(session, reply);
  }

  /** The store key of the session in the request's cookie. Does not check that the session exists. */
  previous(request: FastifyRequest): string | undefined {
    const id = idIn(request);
    return id === undefined ? undefined : storeKey(id);
  }

  set(reply: FastifyReply, { id }: Session): void {
    reply.header('set-cookie', sessionCookie(id));
  }

  /** Clears the browser's cookie. */
  clear(reply: FastifyReply): void {
    reply.header('set-cookie', clearedSessionCookie);
  }

  /**
   * Clears the cookie of a session that has ended, unless the browser may already have the cookie of a new session,
   * which has the same name. Returns the problem that reports the end.
   */
  endedWith(found: NoSession, reply: FastifyReply) {
    if (found === 'ended') this.clear(reply);
    return sessionEnded();
  }
}

/**
 * The value of the session cookie; undefined without one. Duplicates give an empty value, which has no session: a browser
 * that enforces the prefix cannot send two.
 */
export function idIn({ headers }: FastifyRequest): string | undefined {
  const values = readCookies(headers.cookie).filter(([name]) => name === SESSION_COOKIE);
  const [[, value] = []] = values;
  return values.length > 1 ? '' : value;
}
