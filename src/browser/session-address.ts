import type { IncomingMessage } from 'node:http';
import { originForm } from '../http/framing';

const PREFIX = '/session/api/';
/** First path segments that are not available under `/session/api`, because their responses can contain tokens. */
const CLOSED: ReadonlySet<string> = new Set(['auth', 'session']);

/** Marks a request that was sent to `/session/api`. */
const SESSION_CALL = Symbol('lifeguard:session-call');

type MarkedRequest = IncomingMessage & { [SESSION_CALL]?: true };

/**
 * Rewrites the URL for the router: `/session/api/users?limit=5` becomes `/users?limit=5`, and the request is marked. The
 * policy, limits and log of the route apply unchanged, because it is the same route.
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

/** Whether session calls cannot reach a route, given its path as registered with the router. */
export const isClosed = (pattern: string): boolean => CLOSED.has(firstSegment(pattern));

/** Percent-decoded, as the router compares it. */
function firstSegment(path: string): string {
  const segment = /^\/([^/?#;]*)/.exec(path)?.[1] ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
