import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type EmbeddedPool, startEmbeddedPool } from '../../pool/embedded-pool';
import { subOf } from '../../pool/seed';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';

/** An answer, its body parsed; `{}` where there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The application over HTTP, before an embedded pool of its own. */
export class AdminApp {
  private constructor(
    readonly pool: EmbeddedPool,
    private readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<AdminApp> {
    const pool = await startEmbeddedPool();
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    const app = await createApp(parseSettings({ ...pool.env(), LOG_LEVEL: 'silent', ...environment }));
    await app.listen(0, '127.0.0.1');
    return new AdminApp(pool, app, await app.getUrl());
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.pool.close();
  }

  /** A token of a seeded user, issued now. */
  userToken(username: string, groups: readonly string[] = [], claims: object = {}): string {
    return this.pool.mint({
      sub: subOf(username),
      username,
      scope: 'aws.cognito.signin.user.admin',
      'cognito:groups': groups,
      origin_jti: `session-of-${username}`,
      ...claims,
    });
  }

  /** Calls as `root`, an admin, unless another token is given. */
  async call(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token ?? this.userToken('root', ['admin'])}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  /** What a token is worth: `active`, or the code of the problem. */
  async verdictOn(token: string): Promise<unknown> {
    const { status, body } = await this.call('GET', '/whoami', undefined, token);
    return status === 200 ? 'active' : body.code;
  }
}
