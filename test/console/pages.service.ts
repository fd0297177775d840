import type { Page } from 'playwright-core';
import { startEmbeddedPool, type EmbeddedPool, type EmbeddedPoolOptions } from '../../pool/embedded-pool';
import { CountingEndpoint } from '../browser/counting-endpoint';
import { freePort } from '../support/free-port';
import { Service, startInstances, type Instances } from '../support/service';
import { signInWith } from './page-acts';

interface Options {
  readonly environment?: Record<string, string>;
  readonly pool?: EmbeddedPoolOptions;
  /** Number of instances behind one address, used in turn. */
  readonly instances?: number;
}

/** The real service with its pages and the embedded pool, at its public address. */
export class PagesService extends Service {
  private constructor(
    instances: Instances,
    url: string,
    readonly pool: EmbeddedPool,
    /** Counts the calls of the service to the pool. */
    readonly endpoint: CountingEndpoint,
  ) {
    super(instances, url);
  }

  /** Starts it on `localhost`, because browsers refuse passkeys for an IP address. */
  static async start({ environment = {}, pool: options, instances }: Options = {}): Promise<PagesService> {
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
    return new PagesService(await startInstances(settings, [], { port, instances }), url, pool, endpoint);
  }

  /** Opens `/account` or `/console` and signs in with its form. */
  async signInAt(
    page: Page,
    username: string,
    password = this.pool.passwords[username] ?? '',
  ): Promise<void> {
    await signInWith(page, username, password);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.endpoint.close();
    await this.pool.close();
  }
}
