import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer, textOf } from '../../pool/loopback.server';

/** A span that the collector has received. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 2 for a served request, 3 for an outgoing one. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Wire {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<SentSpan, 'attributes'> & {
        readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
      })[];
    }[];
  }[];
}

/** A collector that receives traces over OTLP/HTTP as JSON. */
export class Collector {
  /** Method, path, headers and body of each request. */
  readonly received: string[] = [];
  readonly spans: SentSpan[] = [];
  #silent = false;
  readonly #server = new LoopbackServer((request, response) => this.#take(request, response));

  static async start(): Promise<Collector> {
    const collector = new Collector();
    await collector.#server.listen();
    return collector;
  }

  get url(): string {
    return this.#server.url;
  }

  /** Receives further requests but sends no responses. */
  fallSilent(): void {
    this.#silent = true;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    this.received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
    this.spans.push(...spansIn(JSON.parse(body) as Wire));
    if (!this.#silent) response.setHeader('content-type', 'application/json').end('{}');
  }
}

const spansIn = ({ resourceSpans }: Wire): SentSpan[] =>
  resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map((span) => ({
      ...span,
      attributes: Object.fromEntries(
        span.attributes.map(({ key, value }) => [key, Object.values(value)[0]] as const),
      ),
    }));
