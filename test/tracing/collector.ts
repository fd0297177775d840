import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  readonly #server = createServer((request, response) => this.#take(request, response));

  static async start(): Promise<Collector> {
    const collector = new Collector();
    await new Promise<void>((resolve) => collector.#server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Receives further requests but sends no responses. */
  fallSilent(): void {
    this.#silent = true;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  readonly #take: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      this.received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
      this.spans.push(...spansIn(JSON.parse(body) as Wire));
      if (!this.#silent) response.setHeader('content-type', 'application/json').end('{}');
    });
  };
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
