import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Jwk } from './jwk.ts';

/** A pool publishes two keys; anything larger than this is not a key set. */
const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 100;

/**
 * Reads a JWK Set (RFC 7517 section 5).
 *
 * @param timeout for the whole response, in milliseconds.
 * @throws Error for every response other than a JWK Set with status 200 within the limits. Redirects are
 * not followed.
 */
export async function readJwks(uri: string, timeout: number): Promise<Jwk[]> {
  const signal = AbortSignal.timeout(timeout);
  const text = await request(new URL(uri), signal).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
  // A body without a length ends with its connection, so a timeout may have truncated it.
  signal.throwIfAborted();
  const set = parse(text);
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(keys)) throw new Error('the key server did not answer with a JWK Set');
  return keys.slice(0, MAX_KEYS).filter((key): key is Jwk => typeof key === 'object' && key !== null);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the key server did not answer with JSON');
  }
}

/** Uses Node's HTTP client: loading `fetch` takes longer than the request. */
async function request(url: URL, signal: AbortSignal): Promise<string> {
  const { get } = url.protocol === 'https:' ? https : http;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // No keep-alive: the next read is minutes away.
    const headers = { accept: 'application/json', 'accept-encoding': 'identity' };
    get(url, { agent: false, signal, headers }, resolve)
      .on('error', reject)
      // A non-HTTP peer makes Node emit only `close`, never `response` or `error`.
      .on('close', () => reject(new Error('the key server closed the connection without responding')));
  });
  if (response.statusCode === 200) return readBounded(response);
  response.destroy();
  throw new Error(`the key server answered ${response.statusCode}`);
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error('the answer of the key server is too large for a JWK Set');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
