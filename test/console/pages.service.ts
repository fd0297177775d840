import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pino from 'pino';
import type { Page } from 'playwright-core';
import { startEmbeddedPool, type EmbeddedPool, type EmbeddedPoolOptions } from '../../pool/embedded-pool';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { CountingEndpoint } from '../browser/counting-endpoint';
import { freePort } from '../support/redis';
import { startRoundRobin } from '../support/round-robin';
import { signInWith } from './page-acts';

interface Options {
  readonly environment?: Record<string, string>;
  readonly pool?: EmbeddedPoolOptions;
  /** Number of instances behind one address, which take the requests in turn. */
  readonly instances?: number;
}

/** The real service with its pages, at the address that it knows of itself, before the embedded pool. */
export class PagesService {
  private constructor(
    readonly url: string,
    readonly pool: EmbeddedPool,
    /** Counts what the service asks of the pool. */
    readonly endpoint: CountingEndpoint,
    private readonly ends: (() => Promise<void>)[],
  ) {}

  /** Starts it on `localhost`, since browsers refuse passkeys for an IP address. */
  static async start({
    environment = {},
    pool: options,
    instances = 1,
  }: Options = {}): Promise<PagesService> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const pool = await startEmbeddedPool({ publicUrl: url, ...options });
    const endpoint = await CountingEndpoint.start(pool.endpoint);
    const settings = {
      ...pool.browserEnv(),
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint.url,
      AUTH_RATE_LIMIT: 'off',
      ACCOUNT_RATE_LIMIT: 'off',
      ...environment,
    };
    // The AWS SDK reads its endpoint and its keys from the environment of the process.
    for (const [name, value] of Object.entries(settings))
      if (name.startsWith('AWS_')) process.env[name] = value;
    const ports = instances === 1 ? [port] : Array.from({ length: instances }, () => 0);
    const apps = await Promise.all(ports.map((each) => listening(settings, each)));
    const balancer = instances === 1 ? undefined : await startRoundRobin(apps.map(addressOf), port);
    return new PagesService(url, pool, endpoint, [
      async () => balancer?.close(),
      ...apps.map((app) => () => app.close()),
      () => endpoint.close(),
      () => pool.close(),
    ]);
  }

  /** Fills in the form of `/account` or `/console`, which the page shows. */
  async signIn(page: Page, username: string, password = this.pool.passwords[username] ?? ''): Promise<void> {
    await signInWith(page, username, password);
  }

  async close(): Promise<void> {
    // One after the other: what asks ends before what is asked.
    // oxlint-disable-next-line no-await-in-loop
    for (const end of this.ends) await end();
  }
}

async function listening(settings: Record<string, string>, port: number): Promise<NestFastifyApplication> {
  const app = await createApp(parseSettings(settings), pino({ level: 'silent' }));
  await app.listen(port, '127.0.0.1');
  return app;
}

function addressOf(app: NestFastifyApplication): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
