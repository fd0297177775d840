import type { StaticHeaders } from '../../http/security-headers';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Headers of the pages: nothing from another origin, nothing inline, and no scripts that write markup. */
export const PAGE_HEADERS: StaticHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'content-type': 'text/html; charset=utf-8',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Headers of assets. Their names contain a hash of the content, so they can be cached forever. */
export const ASSET_HEADERS: StaticHeaders = {
  'cache-control': 'public, max-age=31536000, immutable',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'Accept-Encoding',
};
