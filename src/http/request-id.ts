import { randomFillSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Accepted form of a caller's own id: covers common formats and excludes characters that could forge a log
 * line.
 */
const ACCEPTABLE = /^[\w.:/+=-]{1,128}$/;
/** As in a trace id of W3C Trace Context: 16 bytes, written as 32 hexadecimal digits. */
const ID_BYTES = 16;

/** Random bytes for many ids. Formatting a UUID would cost three times as much. */
const random = Buffer.allocUnsafeSlow(256 * ID_BYTES);
let used = random.length;

/** A unique request id. */
export function newRequestId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += ID_BYTES;
  return random.toString('hex', used - ID_BYTES, used);
}

/** The id of a request: the caller's `X-Request-Id` if it is well-formed, otherwise a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : newRequestId();
}
