import { JwksClient, type JSONWebKey } from 'jwks-rsa';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AuthOptions } from '../auth.options.ts';
import { isForRs256, labelOf, thumbprintOf, toSigningKey, type Jwk, type SigningKey } from './jwk.ts';

/** A pool publishes two keys; what is larger than this is no key set. */
const MAXIMUM_BYTES = 256 * 1024;
const MAXIMUM_KEYS = 100;

/** Where the pool publishes its signing keys: read through jwks-rsa, within bounds of time and size. */
export class KeyServer {
  readonly #client: JwksClient;
  #refused = false;

  constructor(private readonly options: AuthOptions) {
    // What is kept, for how long, and how often it is asked for is decided in `SigningKeys`: jwks-rsa's own cache and
    // rate limit answer good tokens as bad ones once a flood of unknown key ids has used the budget up.
    this.#client = new JwksClient({
      jwksUri: options.jwksUri,
      cache: false,
      rateLimit: false,
      fetcher: async (uri) => ({ keys: this.#select(await this.#fetch(uri)) }),
    });
  }

  /** Whether a key was published, when the keys were last read, that this application must never accept. */
  get publishesRefusedKey(): boolean {
    return this.#refused;
  }

  /**
   * Reads the published keys once.
   *
   * @throws when the server cannot be reached, answers anything but a JWK Set, or has no key that is usable here.
   */
  async read(): Promise<SigningKey[]> {
    const published = await this.#client.getSigningKeys();
    const keys = published.map((key) => toSigningKey(key.kid, key.getPublicKey()));
    const usable = keys.filter((key) => key !== undefined);
    if (usable.length === 0) throw new Error('the key server publishes no key that is usable for RS256');
    return usable;
  }

  #select(jwks: readonly Jwk[]): JSONWebKey[] {
    const suitable = jwks.filter(isForRs256);
    const accepted = suitable.filter((jwk) => !this.options.refusedThumbprints?.has(thumbprintOf(jwk)));
    this.#refused = accepted.length < suitable.length;
    return accepted.map((jwk) => ({ ...jwk, kid: labelOf(jwk) }) as unknown as JSONWebKey);
  }

  async #fetch(uri: string): Promise<Jwk[]> {
    const signal = AbortSignal.timeout(this.options.jwksTimeoutMs);
    const text = await read(new URL(uri), signal).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
    // A body whose length nobody has told ends with its connection, and so with the time that it had.
    signal.throwIfAborted();
    const set: unknown = JSON.parse(text);
    const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
    if (!Array.isArray(keys)) throw new Error('the key server did not answer a JWK Set');
    return keys.slice(0, MAXIMUM_KEYS).filter((key): key is Jwk => typeof key === 'object' && key !== null);
  }
}

/** Node's own client and not `fetch`, which takes longer to load than to ask: no redirect is followed. */
async function read(url: URL, signal: AbortSignal): Promise<string> {
  const { get } = url.protocol === 'https:' ? https : http;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // No connection is kept for the next time: it is minutes away.
    const headers = { accept: 'application/json', 'accept-encoding': 'identity' };
    get(url, { agent: false, signal, headers }, resolve)
      .on('error', reject)
      // With another protocol, say: Node hangs up then, and calls it neither an answer nor an error.
      .on('close', () => reject(new Error('the key server was left without an answer')));
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
    if (size > MAXIMUM_BYTES) throw new Error('the key server answered more than a JWK Set');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
