import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server for stubs: on loopback and a free port. */
export class LoopbackServer {
  readonly #server;

  constructor(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
    this.#server = createServer((request, response) => void answer(request, response));
  }

  /** Resolves when the server accepts connections. */
  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Stops listening and cuts every connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** A call of the JSON protocol of AWS. */
export interface AwsCall {
  /** From `X-Amz-Target`: the service and the action. */
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export const awsCallOf = async (request: IncomingMessage): Promise<AwsCall> => ({
  target: String(request.headers['x-amz-target']),
  body: JSON.parse(await textOf(request)) as Record<string, unknown>,
});

/** Sends a response of the JSON protocol of AWS; for an exception, `body` has `__type` and `message`. */
export function sendAws(response: ServerResponse, status: number, body: object): void {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'stub-request' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
