import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CognitoError, UnsupportedError } from 'cognito-local/lib/errors';
import type { HostedDomain } from './hosted/hosted.domain';
import type { ActionRouter } from './overlay/overlay.router';
import { isObject, refusal } from './overlay/request.reader';
import { publishedKeys } from './signing-key';

const JSON_TYPE = 'application/x-amz-json-1.1';

/** Listens on 127.0.0.1; port 0 chooses a free one. Rejects if the port is in use. */
export async function listen(port: number): Promise<{ server: Server; endpoint: string }> {
  // Allows long headers, although Cognito's API has access tokens in the body.
  const server = createServer({ maxHeaderSize: 64 * 1024 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // The address of a TCP server is never a string.
  const address = server.address() as AddressInfo;
  return { server, endpoint: `http://127.0.0.1:${address.port}` };
}

/** Closes the server and its idle connections. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** What a pool serves. */
interface Served {
  readonly issuer: string;
  readonly poolId: string;
  readonly router: ActionRouter;
  readonly domain: HostedDomain;
}

/** Serves the Cognito JSON protocol at `/`, the pool's keys, and the hosted sign-in pages. */
export function serve(server: Server, { issuer, poolId, router, domain }: Served): void {
  const jwksUri = `${issuer}/.well-known/jwks.json`;
  const documents: Record<string, unknown> = {
    [`/${poolId}/.well-known/jwks.json`]: publishedKeys(),
    [`/${poolId}/.well-known/openid-configuration`]: {
      issuer,
      jwks_uri: jwksUri,
      id_token_signing_alg_values_supported: ['RS256'],
      ...domain.discovery,
    },
    '/health': { ok: true },
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split('?')[0] ?? '/';
    // Like Cognito, allows pages of any origin to read the API and the keys (Fetch section 3.2).
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS' && path === '/') {
      sendPreflight(response);
    } else if (request.method === 'POST' && path === '/') {
      void answerAction(request, response, router);
    } else if (request.method === 'GET' && Object.hasOwn(documents, path)) {
      send(response, 200, documents[path], 'application/json');
    } else if (!domain.handle(request, response)) {
      send(response, 404, { message: 'Not Found' }, 'application/json');
    }
  });
}

function sendPreflight(response: ServerResponse): void {
  response.writeHead(200, {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': '*, authorization',
    'access-control-expose-headers': 'x-amzn-requestid, x-amzn-errortype',
    'access-control-max-age': '172800',
  });
  response.end();
}

async function answerAction(
  request: IncomingMessage,
  response: ServerResponse,
  router: ActionRouter,
): Promise<void> {
  response.setHeader('x-amzn-requestid', randomUUID());
  try {
    const action = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    send(response, 200, await router(action, await bodyOf(request)), JSON_TYPE);
  } catch (error) {
    sendError(response, error);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const body = Buffer.concat(chunks).toString();
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    if (isObject(parsed)) return parsed;
  } catch {
    // Not JSON: refused below with the same message.
  }
  throw refusal('SerializationException', 'The request body is not a JSON object');
}

/** Sends an error of the AWS JSON 1.1 protocol: its name is in `__type` and in a header. */
function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof CognitoError) {
    response.setHeader('x-amzn-errortype', error.code);
    send(response, 400, { __type: error.code, message: error.message }, JSON_TYPE);
  } else if (error instanceof UnsupportedError) {
    const message = `Cognito Local unsupported feature: ${error.message}`;
    send(response, 500, { __type: 'CognitoLocal#Unsupported', message }, JSON_TYPE);
  } else {
    const message = error instanceof Error ? error.message : 'Unknown error';
    send(response, 500, { __type: 'InternalErrorException', message }, JSON_TYPE);
  }
}

function send(response: ServerResponse, status: number, body: unknown, type: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(withEpochDates(body)));
}

/** Replaces dates by epoch seconds, as this protocol requires; `JSON.stringify` would write ISO 8601. */
function withEpochDates(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochDates);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withEpochDates(item)]));
}
