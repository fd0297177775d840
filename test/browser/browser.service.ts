import { startEmbeddedPool, type EmbeddedPool, type EmbeddedPoolOptions } from '../../pool/embedded-pool';
import { Service, startInstances, type Instances } from '../support/service';
import { Browser, formAction, hiddenField, type Visit } from './browser';

/** The public address of the service. The tests send requests to the port that it really listens on. */
export const PUBLIC_URL = 'http://localhost:3000';
export const CALLBACK = `${PUBLIC_URL}/session/callback`;

/** The real service with browser sessions, and an embedded pool that is also its hosted domain. */
export class BrowserService extends Service {
  private constructor(
    instances: Instances,
    readonly pool: EmbeddedPool,
    private readonly ownsPool: boolean,
  ) {
    super(instances);
  }

  /** Starts a pool and the service; `close` ends both. */
  static async start(
    environment: Record<string, string> = {},
    options: EmbeddedPoolOptions = {},
  ): Promise<BrowserService> {
    const pool = await startEmbeddedPool(options);
    return new BrowserService(await startSessions(pool, environment), pool, true);
  }

  /** Starts one instance for a running pool, which `close` does not end. */
  static async before(pool: EmbeddedPool, environment: Record<string, string>): Promise<BrowserService> {
    return new BrowserService(await startSessions(pool, environment), pool, false);
  }

  override async close(): Promise<void> {
    await super.close();
    if (this.ownsPool) await this.pool.close();
  }

  browser(): Browser {
    return new Browser({ publicUrl: PUBLIC_URL, serviceUrl: this.url });
  }

  /** A browser that has signed in at the hosted pages. */
  async signedIn(username: string): Promise<Browser> {
    const browser = this.browser();
    await this.signInAtDomain(browser, username);
    return browser;
  }

  /** Signs in at the hosted pages. Returns the visit to the callback, without following its redirect. */
  async signInAtDomain(browser: Browser, username: string, query = ''): Promise<Visit> {
    const page = await browser.visit(`/session/sign-in${query}`);
    return submit(browser, page, { username, password: this.pool.passwords[username] ?? '' });
  }

  /** A browser that has signed in with the form. */
  async signedInWithForm(username: string): Promise<Browser> {
    const browser = this.browser();
    const password = this.pool.passwords[username] ?? '';
    const { status, text } = await browser.call('POST', '/session', { username, password });
    if (status !== 201) throw new Error(`${username} could not sign in: ${text}`);
    return browser;
  }
}

/** Starts the service for a pool, without rate limits. */
function startSessions(pool: EmbeddedPool, environment: Record<string, string>): Promise<Instances> {
  const limits = { AUTH_RATE_LIMIT: 'off', ACCOUNT_RATE_LIMIT: 'off' };
  return startInstances({ ...pool.browserEnv(), ...limits, ...environment });
}

/** Fills in and sends the form of a hosted page. */
export function submit(browser: Browser, page: Visit, fields: Record<string, string>): Promise<Visit> {
  const kept = Object.fromEntries(
    ['_csrf', 'challenge', 'session', 'username', 'secret']
      .map((name) => [name, hiddenField(page.text, name)] as const)
      .filter(([, value]) => value !== ''),
  );
  const action = new URL(formAction(page.text), page.url).href;
  return browser.visit(action, { form: { ...kept, ...fields }, until: /\/account$|\/orders/ });
}
