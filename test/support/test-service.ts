import { expectNothingSecret } from './log-check';

export interface CallOptions {
  readonly method?: string;
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** An answer with its raw and parsed body; `{}` if it is not a JSON object. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** The answer of `POST /auth/sign-in` without a challenge. */
export interface SignedIn {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

/**
 * The real service as its clients see it: in this process or a separate one, with an embedded pool, a stub or
 * nothing.
 */
export abstract class TestService {
  abstract readonly url: string;
  readonly #sent: CallOptions[] = [];

  /** @param log contains every line that was logged so far. */
  constructor(readonly log: string[]) {}

  /** Ends it and everything that was started for it. */
  abstract close(): Promise<void>;

  /** `fetch` of one path, with an access token if one is given. */
  call(path: string, options: CallOptions = {}): Promise<Response> {
    this.#sent.push(options);
    const { method = 'GET', token, body, headers } = options;
    return fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Like `call`, with the body read. */
  async ask(path: string, options?: CallOptions): Promise<Answer> {
    const started = performance.now();
    const response = await this.call(path, options);
    const text = await response.text();
    const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    const { status, headers } = response;
    return { status, headers, text, body, ms: performance.now() - started };
  }

  /** Short form of `ask`. */
  request(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    return this.ask(path, { method, body, ...(token !== undefined && { token }) });
  }

  post(path: string, body?: unknown, token?: string): Promise<Answer> {
    return this.request('POST', path, body, token);
  }

  /** The tokens of a sign-in without a challenge. */
  async signIn(username: string, password: string): Promise<SignedIn> {
    const { status, text, body } = await this.post('/auth/sign-in', { username, password });
    if (status !== 200 || !('accessToken' in body)) throw new Error(`${username} is not let in: ${text}`);
    return body as unknown as SignedIn;
  }

  /** `valid` for an accepted access token, otherwise the code of the refusal. */
  async verdictOn(token: string): Promise<unknown> {
    const { status, body } = await this.ask('/whoami', { token });
    return status === 200 ? 'valid' : body.code;
  }

  /** @throws if a log line contains a token or a password that was sent. */
  protected expectNothingSecretInLog(): void {
    expectNothingSecret(this.log, this.#sent);
  }
}
