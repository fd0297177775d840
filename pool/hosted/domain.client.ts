import { createHash, randomBytes } from 'node:crypto';
import { Browser, formAction, hiddenField, type Visit } from '../../test/browser/browser';
import type { EmbeddedPool } from '../embedded-pool';

export const REDIRECT = 'http://localhost:3000/session/callback';

/** A PKCE verifier with its challenge (RFC 7636). */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** An application and a browser that use the hosted pages of a pool. */
export class DomainClient {
  readonly browser: Browser;

  constructor(readonly pool: EmbeddedPool) {
    // The browser stops at the redirect URI, where nothing listens.
    this.browser = new Browser({ publicUrl: pool.endpoint, serviceUrl: pool.endpoint });
  }

  /** The URL of `/oauth2/authorize`; undefined parameters are left out. */
  authorizeUrl(parameters: Record<string, string | undefined> = {}): string {
    const all = {
      response_type: 'code',
      client_id: this.pool.clients.browser.id,
      redirect_uri: REDIRECT,
      scope: 'openid email',
      state: 'the-state',
      ...parameters,
    };
    const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return `${this.pool.endpoint}/oauth2/authorize?${new URLSearchParams(given).toString()}`;
  }

  authorize(parameters: Record<string, string | undefined> = {}): Promise<Visit> {
    return this.browser.visit(this.authorizeUrl(parameters), { until: /^http:\/\/localhost:3000\// });
  }

  /** Fills in and submits the form of a hosted page. */
  submit(page: Visit, fields: Record<string, string>): Promise<Visit> {
    const kept = Object.fromEntries(
      ['_csrf', 'challenge', 'session', 'username', 'secret', '_xsrf']
        .map((name) => [name, hiddenField(page.text, name)] as const)
        .filter(([, value]) => value !== ''),
    );
    const action = new URL(formAction(page.text), page.url).href;
    return this.browser.visit(action, { form: { ...kept, ...fields }, until: /^http:\/\/localhost:3000\// });
  }

  /** Signs in a seeded user. Returns the parameters that the application receives. */
  async signIn(
    username: string,
    parameters: Record<string, string | undefined> = {},
  ): Promise<URLSearchParams> {
    const password = this.pool.passwords[username] ?? '';
    const visit = await this.submit(await this.authorize(parameters), { username, password });
    return new URL(visit.url).searchParams;
  }

  /** Posts a form to an OAuth endpoint, by default as the browser client. */
  async post(
    path: '/oauth2/token' | '/oauth2/revoke',
    form: Record<string, string>,
    authorization: string | undefined = this.basic('browser'),
  ): Promise<{ status: number; text: string; body: Record<string, unknown> }> {
    const response = await fetch(this.pool.endpoint + path, {
      method: 'POST',
      headers: { ...(authorization && { authorization }) },
      body: new URLSearchParams(form),
    });
    const text = await response.text();
    const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, text, body };
  }

  basic(client: 'browser' | 'machine' | 'confidential', secret?: string): string {
    const { id, secret: own } = this.pool.clients[client];
    return `Basic ${Buffer.from(`${id}:${secret ?? own}`).toString('base64')}`;
  }
}
