import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet, { type HelmetOptions } from 'helmet';

/** Response headers by name, decided once. */
export type StaticHeaders = Readonly<Record<string, string>>;

/** Headers of JSON responses, which must not be cached, sniffed, framed or executed. */
const API: HelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
};

/** Swagger UI writes styles into its page and shows its logo as a data URL; its scripts come as files. */
const PAGES: HelmetOptions = {
  contentSecurityPolicy: {
    directives: {
      'style-src': ["'self'", "'unsafe-inline'"],
      'upgrade-insecure-requests': null,
    },
  },
};

/** Runs helmet once at startup and stores its headers, because they are the same for every response. */
function headersOf(options: HelmetOptions): StaticHeaders {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw error as Error;
  });
  return headers;
}

export const API_HEADERS: StaticHeaders = { ...headersOf(API), 'cache-control': 'no-store' };
export const PAGE_HEADERS: StaticHeaders = headersOf(PAGES);
