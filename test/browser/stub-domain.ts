import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer, textOf } from '../../pool/loopback.server';

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

  readonly #server = new LoopbackServer((request, response) => this.#handle(request, response));

  static async start(): Promise<StubDomain> {
    const domain = new StubDomain();
    await domain.#server.listen();
    return domain;
  }

  get origin(): string {
    return this.#server.url;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await textOf(request));
    this.requests.push({ headers: request.headers, form });
    if (this.hangs) return;
    const [status, body] = this.answer(form);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }
}
