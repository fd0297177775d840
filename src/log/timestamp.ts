let at = -1;
let member = '';

/** The time of a line in pino's format, ISO 8601, formatted once a millisecond rather than once a line. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== at) {
    at = now;
    member = `,"time":"${new Date(now).toISOString()}"`;
  }
  return member;
}
