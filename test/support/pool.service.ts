import { startEmbeddedPool, type EmbeddedPool, type EmbeddedPoolOptions } from '../../pool/embedded-pool';
import { startService, type Service } from './service';
import { until } from './until';

/** An answer with its body as it came and parsed; `{}` where it is not JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** What `POST /auth/sign-in` answers where there is no challenge. */
export interface SignedIn {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

/** The real service before an embedded pool of its own. */
export class PoolService {
  private constructor(
    readonly pool: EmbeddedPool,
    private readonly service: Service,
  ) {}

  static async start(
    environment: Record<string, string> = {},
    options: EmbeddedPoolOptions = {},
  ): Promise<PoolService> {
    const pool = await startEmbeddedPool(options);
    const service = await startService({
      ...pool.env(),
      AUTH_RATE_LIMIT: 'off',
      ACCOUNT_RATE_LIMIT: 'off',
      ...environment,
    });
    return new PoolService(pool, service);
  }

  get url(): string {
    return this.service.url;
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.pool.close();
  }

  async call(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    const response = await this.service.call(path, { method, body, ...(token !== undefined && { token }) });
    const text = await response.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, body: json };
  }

  post(path: string, body?: unknown, token?: string): Promise<Answer> {
    return this.call('POST', path, body, token);
  }

  /** Signs in, a seeded user with the password of the seed. */
  async signIn(username: string, password = this.pool.passwords[username] ?? ''): Promise<SignedIn> {
    const { status, text, body } = await this.post('/auth/sign-in', { username, password });
    if (status !== 200 || !('accessToken' in body)) throw new Error(`${username} is not let in: ${text}`);
    return body as unknown as SignedIn;
  }

  async refresh(refreshToken: string): Promise<string> {
    const { status, text, body } = await this.post('/auth/refresh', { refreshToken });
    if (status !== 200) throw new Error(`The tokens are not renewed: ${text}`);
    return String(body.accessToken);
  }

  /** What an access token is worth here: `valid`, or the code of the refusal. */
  async verdictOn(token: string): Promise<unknown> {
    const { status, body } = await this.call('GET', '/whoami', undefined, token);
    return status === 200 ? 'valid' : body.code;
  }

  /** Renews until the access token is valid: one of the second of a revocation is refused with those before it. */
  refreshUntilValid(refreshToken: string): Promise<string> {
    return until('a renewed token is valid', async () => {
      const token = await this.refresh(refreshToken);
      return (await this.verdictOn(token)) === 'valid' && token;
    });
  }

  /** Signs in until the access token is valid. */
  signInUntilValid(username: string, password?: string): Promise<SignedIn> {
    return until('the token of a new sign-in is valid', async () => {
      const tokens = await this.signIn(username, password);
      return (await this.verdictOn(tokens.accessToken)) === 'valid' && tokens;
    });
  }
}

/** The body of a problem without what differs from request to request. */
export function withoutRequestId({ text, body }: Answer): string {
  return text.replace(String(body.requestId), '');
}

export interface Claims {
  readonly [name: string]: unknown;
}

/** The claims of a token, unverified: what verifies them is the service. */
export function claimsIn(token: unknown): Claims {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Claims;
}
