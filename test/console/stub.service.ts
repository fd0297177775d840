import type { IncomingMessage } from 'node:http';
import { LoopbackServer, textOf } from '../../pool/loopback.server';
import { builtFile, POLICY } from './built-pages';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingMessage['headers'];
}

/** Status and body of a response; the default status is 200. */
export type Given = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};
export type Answer = (asked: Asked, ...parameters: string[]) => Given | Promise<Given>;

/** Answers of a service that the embedded pool cannot be made to produce. */
export interface StubService {
  readonly url: string;
  /** The calls of the pages so far, without files. */
  readonly calls: Asked[];
  /** Sets the answer to a route such as `GET /session/api/users/*`; a later one takes precedence. */
  on(route: string, answer: Answer): void;
  /** The settings that the service writes into its pages. */
  settings: Record<string, unknown>;
  close(): Promise<void>;
}

export const ok = (body: unknown, status = 200): Given => ({ status, body });
export const done: Given = { status: 204 };
export const problem = (status: number, code: string, more: object = {}): Given => ({
  status,
  body: { type: 'about:blank', title: code, status, code, requestId: 'req-4711', ...more },
  headers: { 'content-type': 'application/problem+json', 'x-request-id': 'req-4711' },
});

export async function startStubService(): Promise<StubService> {
  const routes: { method: string; pattern: RegExp; answer: Answer }[] = [];
  const stub: Omit<StubService, 'url' | 'close'> = {
    calls: [],
    settings: {},
    on(route, answer) {
      const [method = '', path = ''] = route.split(' ');
      const pattern = new RegExp(`^${path.replaceAll(/[.+]/g, '\\$&').replaceAll('*', '([^/]+)')}$`);
      routes.unshift({ method, pattern, answer });
    },
  };
  const server = new LoopbackServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const file = request.method === 'GET' ? builtFile(url.pathname, stub.settings) : undefined;
    if (file !== undefined) {
      response.setHeader('content-type', file.type);
      response.setHeader('content-security-policy', POLICY);
      return response.end(file.content);
    }
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      body: await bodyOf(request),
      headers: request.headers,
    };
    stub.calls.push(asked);
    const { status, body, headers } = await answerTo(asked);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    return response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  const answerTo = async (asked: Asked): Promise<Given> => {
    if (asked.path.startsWith('/session') && asked.headers['x-lifeguard'] !== '1')
      return problem(403, 'csrf');
    for (const { method, pattern, answer } of routes) {
      const found = method === asked.method ? pattern.exec(asked.path) : null;
      if (found) return answer(asked, ...found.slice(1).map(decodeURIComponent));
    }
    return problem(404, 'route_not_found');
  };
  await server.listen();
  return Object.assign(stub, { url: `http://localhost:${server.port}`, close: () => server.close() });
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await textOf(request);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
