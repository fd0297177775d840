import type { ProblemCode } from '../problems/catalogue';
import type { Headers } from './openapi.types';

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const },
  example,
});
const seconds = (description: string) => ({
  description,
  schema: { type: 'integer' as const, minimum: 0 },
  example: 30,
});

/** The headers that many responses share. */
const SHARED_HEADERS = {
  'X-Request-Id': text('The request’s id, as in the log', '5b0c9f4e8f3a4f639d5e0c2f8a7b6d1e'),
  'WWW-Authenticate': text(
    'Bearer challenge (RFC 6750 section 3)',
    'Bearer realm="lifeguard", error="invalid_token", error_description="The access token has expired"',
  ),
  'Retry-After': seconds('Seconds to wait before another attempt'),
  'RateLimit-Policy': text(
    'The limit of this route: requests (`q`) in a window of seconds (`w`). Absent if the limit is off',
    '"principal";q=600;w=60',
  ),
  RateLimit: text(
    'Requests left in the window (`r`) and seconds until it ends (`t`). Absent if the limit is off',
    '"principal";r=599;t=60',
  ),
} satisfies Headers;

type SharedHeader = keyof typeof SHARED_HEADERS;

/** The shared headers of one response, by name. */
export const sharedHeaders = (names: readonly SharedHeader[]): Headers =>
  Object.fromEntries(names.map((name) => [name, SHARED_HEADERS[name]]));

/** The shared headers of a success. */
export const successHeaders = (limited: boolean): SharedHeader[] =>
  limited ? ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'] : ['X-Request-Id'];

/** The shared headers of a response with one of these problems. */
export function problemHeaders(codes: readonly ProblemCode[], limited: boolean): SharedHeader[] {
  const challenges = codes.some((code) => code.startsWith('token_') || code === 'insufficient_scope');
  const waits = codes.some((code) => code === 'rate_limited' || /_unavailable$|^not_ready$/.test(code));
  return [
    ...successHeaders(limited && codes.includes('rate_limited')),
    ...(challenges ? (['WWW-Authenticate'] as const) : []),
    ...(waits ? (['Retry-After'] as const) : []),
  ];
}
