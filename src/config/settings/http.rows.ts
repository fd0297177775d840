import { optional, withDefault } from './setting';
import { baseUrl, fieldNames, origins, port, text, trustProxy } from './value.schemas';

/** The server. */
export const http = {
  port: withDefault('PORT', '3000', port, { meaning: 'the port of the service; 0 selects a free one' }),
  host: withDefault('HOST', '0.0.0.0', text, { meaning: 'the address to listen on' }),
  publicUrl: optional('PUBLIC_URL', baseUrl, {
    meaning:
      'the address that clients use, without a trailing slash, such as `https://api.example.com/users`; it enables `/.well-known/oauth-protected-resource` (RFC 9728), which challenges then refer to',
  }),
  trustProxy: withDefault('TRUST_PROXY', 'false', trustProxy, {
    meaning:
      'proxies whose `X-Forwarded-For` is trusted: `true`, `false`, a number of hops, or addresses and ranges separated by commas (also `loopback`, `linklocal`, `uniquelocal`); `true` lets callers choose their own address',
  }),
  corsOrigins: withDefault('CORS_ORIGINS', '', origins, {
    meaning: 'exact origins of browser applications, separated by commas: `https://app.example.com`',
  }),
  corsAllowedHeaders: withDefault('CORS_ALLOWED_HEADERS', '', fieldNames, {
    meaning:
      'request headers that pages of `CORS_ORIGINS` may send in addition to those that the service reads (`Authorization`, `Content-Type`, `X-Request-Id`, `X-Id-Token`, `Idempotency-Key`, conditions, trace context), separated by commas',
  }),
  corsExposedHeaders: withDefault('CORS_EXPOSED_HEADERS', '', fieldNames, {
    meaning:
      'response headers that pages of `CORS_ORIGINS` may read in addition to those that the service sends (`Location`, `Retry-After`, `WWW-Authenticate`, `RateLimit`, `RateLimit-Policy`, `Allow`, `ETag`, `X-Request-Id`), separated by commas',
  }),
};
