import type { IncomingMessage } from 'node:http';
import { originForm } from '../http/framing';

const PREFIX = '/session/api/';
/** First segments that are not available under `/session/api`: their answers could carry a token. */
const CLOSED: ReadonlySet<string> = new Set(['auth', 'session']);

/** Marks a request whose address was under `/session/api`. */
const SESSION_CALL = Symbol('lifeguard:session-call');

type MarkedRequest = IncomingMessage & { [SESSION_CALL]?: true };

/**
 * The address that the router sees: `/session/api/users?limit=5` is `/users?limit=5`, for the caller of a session. The
 * route, its policy, its limits and its log are the same, since it is the same route.
 */
export function withoutSessionPrefix(request: IncomingMessage): string {
  const url = originForm(request.url ?? '/');
  if (!url.startsWith(PREFIX)) return url;
  const rest = url.slice(PREFIX.length - 1);
  if (CLOSED.has(firstSegment(rest))) return url;
  (request as MarkedRequest)[SESSION_CALL] = true;
  return rest;
}

/** Whether the request was sent to `/session/api`. */
export const isSessionCall = (request: IncomingMessage): boolean =>
  (request as MarkedRequest)[SESSION_CALL] === true;

/** Whether a route of the application, as the router matched it, is closed to session calls. */
export const isClosed = (pattern: string): boolean => CLOSED.has(firstSegment(pattern));

/** In the spelling that the router compares: it decodes percent-encoded characters. */
function firstSegment(path: string): string {
  const segment = /^\/([^/?#;]*)/.exec(path)?.[1] ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
