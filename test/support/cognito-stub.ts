import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoopbackServer, textOf } from '../../pool/loopback.server';

/** A request as received. */
export interface WireRequest {
  /** From `X-Amz-Target`: `AWSCognitoIdentityProviderService.GetUser` is `GetUser`. */
  readonly action: string;
  readonly headers: IncomingHttpHeaders;
  /** The client's port, which identifies the connection. */
  readonly port: number | undefined;
  /** The body, byte for byte. */
  readonly body: string;
  /** Resolves when the connection or the response is closed; true if that was before the response was complete. */
  readonly cutShort: Promise<boolean>;
}

interface StubAnswer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly afterMs?: number;
}

/** A response of the stub: an HTTP response, or a failure. */
export type Answer =
  | StubAnswer
  /** Accepts the request and never responds. */
  | 'hang'
  /** Sends headers at once and then a byte every 20 ms, without end. */
  | 'drip'
  /** Sends headers and half a body, and cuts the connection. */
  | 'half'
  /** Cuts the connection without a response. */
  | 'reset';

/** An answer, or a function that creates it from the request. */
type Scripted = Answer | ((request: WireRequest) => Answer);

/** The request id of every response, in `x-amzn-requestid`. */
export const AWS_REQUEST_ID = 'b7f3a1c2-0d4e-4f5a-9b6c-7d8e9f0a1b2c';

/** One of Cognito's exceptions, in the shape of AWS JSON 1.1. */
export const exception = (name: string, message = 'Refused.', status = 400): Answer => ({
  status,
  json: { __type: name, message },
});

export const html = (status: number): Answer => ({ status, text: '<!doctype html><title>Error</title>' });

/**
 * An endpoint on loopback that speaks Cognito's protocol without any behaviour: it records requests and
 * returns configured answers. It proves what is sent, never how Cognito behaves.
 */
export class CognitoStub {
  readonly requests: WireRequest[] = [];
  /** How far its clock is ahead of ours, by the `Date` of its answers. */
  clockAheadMs = 0;
  private readonly script = new Map<string, Scripted[]>();
  private readonly server = new LoopbackServer((request, response) => this.serve(request, response));

  static async start(): Promise<CognitoStub> {
    const stub = new CognitoStub();
    await stub.listen();
    return stub;
  }

  /** Listens on a free port. */
  async listen(): Promise<void> {
    await this.server.listen();
  }

  get url(): string {
    return this.server.url;
  }

  get actions(): string[] {
    return this.requests.map(({ action }) => action);
  }

  /** The bodies of the requests for an action, parsed. */
  sent(action: string): unknown[] {
    return this.requests.filter((request) => request.action === action).map(({ body }) => JSON.parse(body));
  }

  /**
   * Sets the answers to an action, in order; a function is called when needed, and the last answer repeats.
   * An action without answers gets `{}`.
   */
  on(action: string, ...answers: Scripted[]): this {
    this.script.set(action, answers);
    return this;
  }

  /** Forgets the recorded requests and the configured answers. */
  reset(): void {
    this.requests.length = 0;
    this.script.clear();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cutShort = new Promise<boolean>((resolve) => {
      response.once('close', () => resolve(!response.writableFinished));
    });
    const body = await textOf(request);
    const action = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const received: WireRequest = {
      action,
      headers: request.headers,
      port: request.socket.remotePort,
      body,
      cutShort,
    };
    this.requests.push(received);
    const answer = this.next(received);
    await reply(response, answer, () => new Date(Date.now() + this.clockAheadMs));
  }

  private next(request: WireRequest): Answer {
    const answers = this.script.get(request.action) ?? [];
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { json: {} };
    return typeof answer === 'function' ? answer(request) : answer;
  }
}

async function reply(response: ServerResponse, answer: Answer, now: () => Date): Promise<void> {
  const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': AWS_REQUEST_ID };
  if (answer === 'hang') return;
  if (answer === 'reset') response.destroy();
  else if (answer === 'half') {
    response.writeHead(200, { ...json, 'content-length': '100' }).write('{"User', () => response.destroy());
  } else if (answer === 'drip') await drip(response.writeHead(200, json));
  else {
    const { status = 200, text, afterMs = 0 } = answer;
    await sleep(afterMs);
    const type = text === undefined ? json : { 'content-type': 'text/html' };
    response.setHeader('date', now().toUTCString());
    response.writeHead(status, type).end(text ?? JSON.stringify(answer.json ?? {}));
  }
}

async function drip(response: ServerResponse): Promise<void> {
  while (!response.destroyed) {
    response.write(' ');
    await sleep(20);
  }
}
