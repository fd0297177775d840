import { randomUUID } from 'node:crypto';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { subOf } from '../../pool/seed';
import { ServiceProcess } from '../support/process';
import type { RedisServer } from '../support/redis';

/** Several processes of the service with one embedded pool, for the duration of a test file. */
export class Instances {
  readonly #running: ServiceProcess[] = [];
  /** Before every revocation of the test file, however long it takes. */
  readonly #issuedAt = Math.floor(Date.now() / 1000) - 60;

  private constructor(
    readonly pool: EmbeddedPool,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async before(redis: RedisServer | undefined, more: Record<string, string> = {}): Promise<Instances> {
    const pool = await startEmbeddedPool();
    const environment: Record<string, string> = { ...pool.env(), AUTH_RATE_LIMIT: 'off', ...more };
    if (redis) environment.REDIS_URL = redis.url;
    return new Instances(pool, environment);
  }

  /** One more instance, which listens but need not be ready. */
  async start(more: Record<string, string> = {}): Promise<ServiceProcess> {
    const instance = await ServiceProcess.start({ ...this.environment, ...more });
    this.#running.push(instance);
    return instance;
  }

  /** A token of a seeded user in a new session, issued a minute before the start. */
  token(username: string, claims: Record<string, unknown> = {}): string {
    return this.pool.mint({
      sub: subOf(username),
      username,
      scope: 'aws.cognito.signin.user.admin',
      iat: this.#issuedAt,
      origin_jti: randomUUID(),
      ...claims,
    });
  }

  /** Ends every session of a user as an admin at one instance, and returns the answer. */
  signOut(instance: ServiceProcess, username: string) {
    const token = this.token('root', { 'cognito:groups': ['admin'] });
    return instance.ask(`/users/${username}/sign-out`, { method: 'POST', token });
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map((instance) => instance.stop()));
    await this.pool.close();
  }
}
