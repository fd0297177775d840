import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer } from '../../pool/loopback.server';

/** Temporary credentials that the stub accepts. */
export interface KnownCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

interface BucketOptions {
  readonly bucket: string;
  readonly region: string;
  readonly keys: readonly string[];
  readonly credentials: KnownCredentials;
  /** The origin of the page that may read the responses. */
  readonly origin: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/([^/]+)\/s3\/aws4_request), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/**
 * A stub of S3 with one bucket. It verifies the request's signature and lists the bucket; it does nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export class BucketStub {
  /** The status of the response to each listing. */
  readonly answers: number[] = [];
  /** The credentials that a listing must be signed with. */
  credentials: KnownCredentials;

  readonly #server = new LoopbackServer((request, response) => this.#handle(request, response));

  private constructor(private readonly options: BucketOptions) {
    this.credentials = options.credentials;
  }

  static async start(options: BucketOptions): Promise<BucketStub> {
    const stub = new BucketStub(options);
    await stub.#server.listen();
    return stub;
  }

  get url(): string {
    return this.#server.url;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('access-control-allow-origin', this.options.origin);
    if (request.method === 'OPTIONS') {
      const headers = request.headers['access-control-request-headers'] ?? '';
      response.writeHead(200, {
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': headers,
      });
      response.end();
      return;
    }
    const refusal = this.#refusalOf(request);
    const status = refusal === undefined ? 200 : 403;
    this.answers.push(status);
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(
      refusal === undefined
        ? this.#listing()
        : `<Error><Code>${refusal}</Code><Message>${refusal}</Message></Error>`,
    );
  }

  /** The S3 error code for a request; undefined if its signature is valid. */
  #refusalOf({ method = '', url = '', headers }: IncomingMessage): string | undefined {
    const { bucket, region } = this.options;
    const { credentials } = this;
    const [, accessKey, scope = '', signedRegion, names = '', signature = ''] =
      AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
    if (accessKey !== credentials.accessKeyId || signedRegion !== region) return 'InvalidAccessKeyId';
    if (headers['x-amz-security-token'] !== credentials.sessionToken) return 'InvalidToken';
    const signed = names.split(';');
    if (!['host', 'x-amz-date', 'x-amz-security-token'].every((name) => signed.includes(name)))
      return 'SignatureDoesNotMatch';
    const { pathname, searchParams } = new URL(url, this.url);
    const canonical = [
      method,
      pathname,
      [...searchParams]
        .map((pair) => pair.map(encodeURIComponent).join('='))
        .toSorted()
        .join('&'),
      ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
      '',
      names,
      headers['x-amz-content-sha256'],
    ].join('\n');
    const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
    const expected = hmac(signingKey(credentials.secretAccessKey, scope), text);
    if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'SignatureDoesNotMatch';
    return pathname.replace(/\/$/, '') === `/${bucket}` ? undefined : 'AccessDenied';
  }

  #listing(): string {
    const { bucket, keys } = this.options;
    const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`);
    return `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><KeyCount>${keys.length}</KeyCount>${contents.join('')}</ListBucketResult>`;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const signingKey = (secret: string, scope: string): Buffer =>
  scope.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secret}`) as Buffer;
