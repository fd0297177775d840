import { callbackify } from 'node:util';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { ID_TOKEN_HEADER } from 'lifeguard-auth';
import { Problem } from '../problems/problem';
import { requireNoToken, requireSameOrigin } from './same-origin';
import { isClosed, isSessionCall } from './session-address';
import type { SessionCookies } from './session-cookies';
import { unknownRoute } from './session.problems';
import type { Session } from './session.record';
import { isSession, type Sessions } from './sessions';

/** Routes that take the caller's ID token in their body: method and registered path. */
const WITH_ID_TOKEN: ReadonlySet<string> = new Set(['POST /me/aws-credentials']);

interface SessionCallOptions {
  /** The origin of `PUBLIC_URL`. */
  readonly origin: string;
  readonly cookies: SessionCookies;
  readonly sessions: Sessions;
}

/**
 * Lets pages call every route of the application at `/session/api/<route>`. The access token of the session is added to
 * the request, and the route handles it like any other. Call it before routes are registered.
 */
export function serveSessionCalls(server: FastifyInstance, options: SessionCallOptions): void {
  const { origin, cookies, sessions } = options;
  const callers = new WeakMap<FastifyRequest, Session>();

  const authorize = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (isClosed(request.routeOptions.url ?? '/auth')) throw unknownRoute();
    requireSameOrigin(request.headers, origin);
    requireNoToken(request.headers);
    if (request.headers[ID_TOKEN_HEADER] !== undefined) throw ownIdToken();
    const session = await cookies.require(request, reply);
    callers.set(request, session);
    const { accessToken, idToken } = session.record;
    addHeader(request, 'authorization', `Bearer ${accessToken}`);
    if (idToken !== undefined) addHeader(request, ID_TOKEN_HEADER, idToken);
  };

  /** Replaces a 401 for an invalid token with `session_ended` if the session cannot be renewed. */
  const answerFor = async (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
  ): Promise<unknown> => {
    const session = callers.get(request);
    if (!session || !isTokenRefused(reply)) return payload;
    const renewed = await sessions.renew(session).catch(() => session);
    if (isSession(renewed)) return payload;
    const ended = cookies.endedWith(renewed, reply);
    reply.header('www-authenticate', ended.challenge);
    reply.removeHeader('content-length');
    return Buffer.from(JSON.stringify(ended.toDocument(request.id)));
  };

  // A callback hook, because a promise would cost time in every request outside `/session/api`.
  const [authorizeThen, answerThen] = [callbackify(authorize), callbackify(answerFor)];
  server.addHook('onRoute', (route) => {
    const hook: onRequestHookHandler = (request, reply, done) => {
      if (isSessionCall(request.raw)) authorizeThen(request, reply, (error) => done(error ?? undefined));
      else done();
    };
    route.onRequest = [route.onRequest ?? [], hook].flat();
  });
  server.addHook('preValidation', (request, _reply, done) => {
    const session = isSessionCall(request.raw) ? callers.get(request) : undefined;
    done(session && supplyIdToken(request, session));
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    if (isSessionCall(request.raw)) answerThen(request, reply, payload, done);
    else done(null, payload);
  });
}

/** Whether the route answered 401 `invalid_token`: the token was revoked at Cognito, or its key was withdrawn. */
const isTokenRefused = (reply: FastifyReply): boolean =>
  reply.statusCode === 401 && String(reply.getHeader('www-authenticate')).includes('error="invalid_token"');

/** Adds a header in both places: the guard reads `rawHeaders`, everything else the parsed headers. */
function addHeader({ raw, headers }: FastifyRequest, name: string, value: string): void {
  raw.rawHeaders.push(name, value);
  headers[name] = value;
}

/** Adds the ID token to the body of a route that takes one. Returns a problem if the caller sent one. */
function supplyIdToken(request: FastifyRequest, { record: { idToken } }: Session): Problem | undefined {
  if (!WITH_ID_TOKEN.has(`${request.method} ${request.routeOptions.url}`)) return undefined;
  const body: unknown = request.body ?? {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  if ('idToken' in body) return ownIdToken();
  request.body = { ...body, ...(idToken !== undefined && { idToken }) };
  return undefined;
}

const ownIdToken = (): Problem =>
  new Problem('validation_failed', 'The ID token of the session is used: do not send one.');
