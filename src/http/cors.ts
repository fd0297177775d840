import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpSettings } from '../config/settings';
import { originForm } from './framing';
import type { StaticHeaders } from './security-headers';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const ALLOWED = [
  'authorization',
  'baggage',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'traceparent',
  'tracestate',
  'x-id-token',
  'x-request-id',
];
const EXPOSED = [
  'allow',
  'etag',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'www-authenticate',
  'x-request-id',
];
const MAX_AGE_SECONDS = 600;

/** Routes that use a cookie are never available cross-origin. */
const SAME_ORIGIN_ONLY = 'session';

type CorsSettings = Pick<HttpSettings, 'corsOrigins' | 'corsAllowedHeaders' | 'corsExposedHeaders'>;

/**
 * `CORS_ORIGINS`: the origins whose pages may read responses. Scripts send the access token in a header, so
 * there is no credentials mode. Every response has the headers, even one that is sent before routing.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class CorsPolicy {
  readonly #origins: ReadonlySet<string>;
  readonly #exposed: string;
  readonly #preflight: StaticHeaders;

  constructor({ corsOrigins, corsAllowedHeaders, corsExposedHeaders }: CorsSettings) {
    this.#origins = new Set(corsOrigins);
    this.#exposed = [...EXPOSED, ...corsExposedHeaders].join(', ');
    this.#preflight = {
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': [...ALLOWED, ...corsAllowedHeaders].join(', '),
      'access-control-max-age': String(MAX_AGE_SECONDS),
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    };
  }

  /** The headers of a response to a page of this origin. Other origins get no headers that name an origin. */
  headersFor(origin: string | undefined, url: string): StaticHeaders {
    if (firstSegment(url) === SAME_ORIGIN_ONLY) return {};
    if (origin === undefined || !this.#origins.has(origin)) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': this.#exposed,
    };
  }

  /** Adds the headers to every response of the server, and answers preflight requests. */
  install(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (!this.answers(request, reply)) done();
    });
  }

  /** Adds the headers to a response. Returns true if the request was a preflight, which it answers. */
  answers(request: FastifyRequest, reply: FastifyReply): boolean {
    // Calls to `/session/api` reach the router under the URL of their route.
    const headers = this.headersFor(request.headers.origin, request.originalUrl);
    reply.headers(headers);
    if (!isPreflight(request) || !('access-control-allow-origin' in headers)) return false;
    void reply.headers(this.#preflight).code(204).send();
    return true;
  }
}

/** Whether a browser asks if a page may send a request to another origin (Fetch standard, CORS-preflight request). */
export const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;

/** The first segment of a URL, in the form that the router compares. */
function firstSegment(url: string): string {
  const segment = /^\/([^/?#]*)/.exec(originForm(url))?.[1] ?? '';
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
