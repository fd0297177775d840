import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the stub has received. */
interface ReceivedRequest {
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}

/** A stub of a user pool domain whose token endpoint gives the response that a test sets. */
export class StubDomain {
  readonly requests: ReceivedRequest[] = [];
  answer: (form: URLSearchParams) => [status: number, body: unknown] = () => [
    400,
    { error: 'invalid_grant' },
  ];
  hangs = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StubDomain> {
    const server = createServer((request, response) => void domain.handle(request, response));
    const domain = new StubDomain(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return domain;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    this.requests.push({ headers: request.headers, form });
    if (this.hangs) return;
    const [status, body] = this.answer(form);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }
}
