import { randomBytes } from 'node:crypto';
import type { PoolState } from '../overlay/pool.state';
import { AcmeProcess } from './acme.process';
import { withParameters, type Exchange } from './exchange';
import type { AuthorizationRequest } from './hosted.state';
import { redeemAtProvider, type ExternalIdentity } from './provider.client';

const CLIENT_ID = 'lifeguard-embedded-pool';

/** A sign-in at the provider that has not finished. */
interface PendingFederation {
  readonly request: AuthorizationRequest;
  readonly nonce: string;
}

/** The external identity provider of the pool. Its process is started on first use. */
export class Federation {
  readonly provider = 'Acme';
  /** Values of `idp_identifier`: the e-mail domains of the provider. */
  readonly identifiers: readonly string[] = ['acme.example'];
  private readonly secret = randomBytes(24).toString('base64url');
  private readonly pending = new Map<string, PendingFederation>();
  private process: Promise<AcmeProcess> | undefined;

  constructor(
    private readonly origin: string,
    readonly pool: PoolState,
  ) {}

  private get redirectUri(): string {
    return `${this.origin}/oauth2/idpresponse`;
  }

  /** Begins a sign-in. Returns the URL of the provider. */
  async begin(exchange: Exchange, request: AuthorizationRequest): Promise<string> {
    const { issuer } = await this.#start();
    const [state, nonce] = [randomBytes(16).toString('base64url'), randomBytes(16).toString('base64url')];
    this.pending.set(state, { request, nonce });
    return withParameters(`${issuer}/auth`, {
      client_id: CLIENT_ID,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      scope: 'openid email profile',
      state,
      nonce,
      login_hint: exchange.query.get('login_hint') ?? undefined,
    });
  }

  /** Removes and returns the pending sign-in of a response, so that a state works only once. */
  take(state: string | null): PendingFederation | undefined {
    const pending = this.pending.get(state ?? '');
    this.pending.delete(state ?? '');
    return pending;
  }

  /** @throws Error if the provider refuses the code or its ID token is invalid */
  async redeem(code: string, nonce: string): Promise<ExternalIdentity> {
    const { issuer } = await this.#start();
    return redeemAtProvider(
      { issuer, clientId: CLIENT_ID, clientSecret: this.secret, redirectUri: this.redirectUri },
      code,
      nonce,
    );
  }

  async close(): Promise<void> {
    await (await this.process)?.close();
  }

  #start(): Promise<AcmeProcess> {
    this.process ??= AcmeProcess.start(this.redirectUri, CLIENT_ID, this.secret);
    return this.process;
  }
}
