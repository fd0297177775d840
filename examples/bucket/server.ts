import {
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { BucketSettings } from './bucket.settings';
import { pageFiles, type ServedFile } from './files';

/** Paths of the service: sessions and the account pages. */
const SERVICE = /^\/(?:session|account)(?:[/?]|$)/;

export interface PageServerOptions {
  /** The URL of Lifeguard: `http://127.0.0.1:3000`. Its `PUBLIC_URL` is the origin of this server. */
  readonly serviceUrl: string;
  readonly settings: BucketSettings;
}

/** Serves the page and Lifeguard under one origin, like a reverse proxy, so that the page can use the session. */
export async function createPageServer({ serviceUrl, settings }: PageServerOptions): Promise<Server> {
  const files = await pageFiles(settings);
  const policy = policyFor(settings);
  return createServer((request, response) => {
    const { url = '/' } = request;
    if (SERVICE.test(url)) passOn(serviceUrl, request, response);
    else serve(files.get(url.split('?', 1)[0] ?? ''), policy, response);
  });
}

/**
 * The page loads nothing from other origins, and connects only to its own origin and S3. Trusted Types are
 * not required, because the SDK parses the XML of S3 with `DOMParser`.
 */
function policyFor({ bucket, region, endpoint }: BucketSettings): string {
  const s3 =
    endpoint === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : new URL(endpoint).origin;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${s3}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function serve(file: ServedFile | undefined, policy: string, response: ServerResponse): void {
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': file.type,
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(file.content);
}

/** Forwards a request and its response unchanged. */
function passOn(serviceUrl: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/', socket } = request;
  const forwarded = { ...headers, 'x-forwarded-for': socket.remoteAddress };
  const { hostname, port } = new URL(serviceUrl);
  const passed = send({ hostname, port, path: url, method, headers: forwarded }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  passed.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  request.pipe(passed);
}
