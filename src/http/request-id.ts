import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';

/** What a caller's own id may look like: enough for every usual form, and nothing that could forge a log line. */
const ACCEPTABLE = /^[\w.:/+=-]{1,128}$/;

/** The id of a request: the caller's `X-Request-Id` where it is of an acceptable form, else a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}
