let at = -1;
let member = '';

/** The time of a line, as pino wants it: ISO 8601, written out once a millisecond and not once a line. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== at) {
    at = now;
    member = `,"time":"${new Date(now).toISOString()}"`;
  }
  return member;
}
