import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

/** Maximum size of a token endpoint's response; three tokens of 15 KB each fit. */
const MAX_BYTES = 256 * 1024;

export interface FormAnswer {
  readonly status: number;
  /** The JSON object of the response; empty if the body is anything else. */
  readonly body: Readonly<Record<string, unknown>>;
}

interface FormOptions {
  readonly basic: readonly [user: string, password: string];
  readonly timeoutMs: number;
}

/**
 * Posts a form with Basic authentication and reads the JSON response. Follows no redirects and never retries.
 *
 * @param timeoutMs covers the whole exchange, in milliseconds.
 * @throws Error if there is no response in time, or it is larger than 256 KiB.
 */
export async function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
  { basic, timeoutMs }: FormOptions,
): Promise<FormAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const body = new URLSearchParams(form).toString();
  const { request } = url.startsWith('https:') ? https : http;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: `Basic ${Buffer.from(basic.map(formEncoded).join(':')).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    };
    request(url, { method: 'POST', agent: false, signal, headers }, resolve)
      .on('error', reject)
      // A peer that does not speak HTTP makes Node emit nothing but `close`.
      .on('close', () => reject(new Error('the connection was closed without a response')))
      .end(body);
  });
  return { status: response.statusCode ?? 0, body: parsed(await readBounded(response)) };
}

/** Client id and secret are form-encoded before they are joined (RFC 6749 section 2.3.1). */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

async function readBounded(response: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error('the response is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
