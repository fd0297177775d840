import { randomFillSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a caller's own id may look like: enough for every usual form, and nothing that could forge a log line. */
const ACCEPTABLE = /^[\w.:/+=-]{1,128}$/;
/** As in a trace id of W3C Trace Context: 16 bytes, written as 32 hexadecimal digits. */
const ID_BYTES = 16;

/** Random bytes for many ids. A UUID is put together from twenty strings, which costs three times as much. */
const random = Buffer.allocUnsafeSlow(256 * ID_BYTES);
let used = random.length;

/** An id that no other request has. */
export function newRequestId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += ID_BYTES;
  return random.toString('hex', used - ID_BYTES, used);
}

/** The id of a request: the caller's `X-Request-Id` where it is of an acceptable form, else a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : newRequestId();
}
