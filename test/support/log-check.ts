interface Sent {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const SECRET_MEMBER = /password|token|session|code|secret|signature|srp|salt|verifier|device_?key|answer/i;
/** Members in which every string except `type` is secret. */
const SECRET_OBJECT = /credential/i;
/** Shorter values may occur in a log by chance. */
const LONG_ENOUGH = 8;
/** Number of characters of a part of a token that identify it. */
const TELLING = 24;

/**
 * Looks for secrets in a log: anything that looks like a token, every token that was sent, and every password, code,
 * session, refresh token, SRP value, device key and credential in a body.
 *
 * @throws Error naming what was found, without repeating it.
 */
export function expectNothingSecret(log: readonly string[], sent: readonly Sent[]): void {
  const text = log.join('\n');
  const words = new Set(Array.from(text.matchAll(/[\w-]{24,}/g), ([word]) => word.slice(0, TELLING)));
  if (/eyJ[\w-]{10}/.test(text)) throw new Error('the log has something that looks like a token');
  const parts = sent
    .flatMap(({ token = '', headers }) => [token, headers?.authorization ?? ''])
    .flatMap((value) => value.split(/[. ]/));
  if (parts.some((part) => part.length >= TELLING && words.has(part.slice(0, TELLING))))
    throw new Error('the log has a part of a token that was sent');
  for (const [name, value] of new Map(
    sent.flatMap(({ body }) => secretsIn(body)).map((pair) => [pair[1], pair] as const),
  ).values())
    if (value.length >= LONG_ENOUGH && text.includes(value))
      throw new Error(`the log has the ${name} of a body`);
}

/** Name and value of each text in a body whose name says that it is secret. */
export function secretsIn(body: unknown, isSecret = false): [string, string][] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string')
      return (isSecret && name !== 'type') || SECRET_MEMBER.test(name) ? [[name, value]] : [];
    return secretsIn(value, isSecret || SECRET_OBJECT.test(name));
  });
}
