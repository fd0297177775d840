import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Page } from 'playwright-core';
import pino from 'pino';
import { type EmbeddedPool, type EmbeddedPoolOptions, startEmbeddedPool } from '../../pool/embedded-pool';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { freePort } from '../support/redis';

/** The real service with its pages, at the address that it knows of itself, before the embedded pool. */
export class PagesService {
  readonly log: string[] = [];

  private constructor(
    readonly pool: EmbeddedPool,
    readonly url: string,
    private readonly apps: NestFastifyApplication[],
  ) {}

  /** Starts it on `localhost`, since browsers refuse passkeys for an IP address. */
  static async start(
    environment: Record<string, string> = {},
    options: EmbeddedPoolOptions = {},
  ): Promise<PagesService> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const pool = await startEmbeddedPool({ publicUrl: url, ...options });
    const service = new PagesService(pool, url, []);
    await service.#listen(port, { ...pool.browserEnv(), ...environment });
    return service;
  }

  async #listen(port: number, environment: Record<string, string>): Promise<void> {
    // The AWS SDK reads its endpoint and its keys from the environment of the process.
    for (const [name, value] of Object.entries(environment))
      if (name.startsWith('AWS_')) process.env[name] = value;
    const logger = pino({ level: 'info' }, { write: (line: string) => void this.log.push(line) });
    const limits = { AUTH_RATE_LIMIT: 'off', ACCOUNT_RATE_LIMIT: 'off' };
    const app = await createApp(parseSettings({ ...limits, ...environment }), logger);
    await app.listen(port, '127.0.0.1');
    this.apps.push(app);
  }

  /** Fills in the form of `/account` or `/console`, which the page shows. */
  async signIn(page: Page, username: string, password = this.pool.passwords[username] ?? ''): Promise<void> {
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async close(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.close()));
    await this.pool.close();
  }
}
