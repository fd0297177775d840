import type { IncomingMessage, ServerResponse } from 'node:http';

const MAXIMUM_BYTES = 64 * 1024;

/** One request to the user pool domain and its response. */
export class Exchange {
  readonly url: URL;
  readonly query: URLSearchParams;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    origin: string,
  ) {
    this.url = new URL(request.url ?? '/', origin);
    this.query = this.url.searchParams;
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  /** Reads the form in the body. @throws Error if it is too large */
  async form(): Promise<URLSearchParams> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > MAXIMUM_BYTES) throw new Error('The form is too large');
      chunks.push(chunk);
    }
    return new URLSearchParams(Buffer.concat(chunks).toString());
  }

  cookie(name: string): string | undefined {
    const pairs = (this.request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    return pairs.find(([each]) => each === name)?.[1];
  }

  setCookie(name: string, value: string, maxAgeSeconds: number): void {
    const cookie = `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax`;
    this.response.appendHeader('set-cookie', cookie);
  }

  redirect(location: string): void {
    this.response.writeHead(302, { location, 'cache-control': 'no-store' }).end();
  }

  json(status: number, body: unknown): void {
    const headers = { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' };
    this.response.writeHead(status, headers).end(JSON.stringify(body));
  }

  page(status: number, html: string): void {
    const headers = {
      'content-type': 'text/html;charset=UTF-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    };
    this.response.writeHead(status, headers).end(html);
  }
}

/** A URL with parameters; undefined ones are left out. */
export function withParameters(
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
