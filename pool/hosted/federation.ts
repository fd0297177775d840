import { randomBytes } from 'node:crypto';
import type { PoolState } from '../overlay/pool.state';
import { AcmeProcess } from './acme.process';
import { withParameters, type Exchange } from './exchange';
import type { AuthorizationRequest } from './hosted.state';
import { redeemAtProvider, type ExternalIdentity } from './provider.client';

const CLIENT_ID = 'lifeguard-embedded-pool';

/** A sign-in that is under way at the provider. */
interface PendingFederation {
  readonly request: AuthorizationRequest;
  readonly nonce: string;
}

/** The one external identity provider of the pool, which starts when it is first needed. */
export class Federation {
  readonly provider = 'Acme';
  /** For `idp_identifier`: the domain of the addresses of its people. */
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

  /** Where the browser goes to sign in at the provider. */
  async begin(exchange: Exchange, request: AuthorizationRequest): Promise<string> {
    const { issuer } = await this.start();
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

  /** The request that an answer of the provider belongs to; it can be taken once. */
  take(state: string | null): PendingFederation | undefined {
    const pending = this.pending.get(state ?? '');
    this.pending.delete(state ?? '');
    return pending;
  }

  /** @throws Error where the provider refuses, or its ID token does not verify */
  async redeem(code: string, nonce: string): Promise<ExternalIdentity> {
    const { issuer } = await this.start();
    return redeemAtProvider(
      { issuer, clientId: CLIENT_ID, clientSecret: this.secret, redirectUri: this.redirectUri },
      code,
      nonce,
    );
  }

  async close(): Promise<void> {
    await (await this.process)?.close();
  }

  private start(): Promise<AcmeProcess> {
    this.process ??= AcmeProcess.start(this.redirectUri, CLIENT_ID, this.secret);
    return this.process;
  }
}
