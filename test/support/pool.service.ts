import { startEmbeddedPool, type EmbeddedPool, type EmbeddedPoolOptions } from '../../pool/embedded-pool';
import { subOf } from '../../pool/seed';
import type { FeatureModules } from '../../src/app.module';
import { Service, startInstances, type Instances } from './service';
import type { Answer, SignedIn } from './test-service';
import { until } from './until';

/** The real service with its own embedded pool. */
export class PoolService extends Service {
  constructor(
    instances: Instances,
    readonly pool: EmbeddedPool,
  ) {
    super(instances);
  }

  /** Starts both. Sign-ins are not limited, unless the environment says otherwise. */
  static async start(
    environment: Record<string, string> = {},
    options: EmbeddedPoolOptions = {},
    modules: FeatureModules = [],
  ): Promise<PoolService> {
    return new PoolService(...(await startBeforePool(environment, options, modules)));
  }

  override async close(): Promise<void> {
    await super.close();
    await this.pool.close();
  }

  /** An access token of a seeded user that the pool issues now. */
  tokenOf(username: string, groups: readonly string[] = [], claims: object = {}): string {
    return this.pool.mint({
      sub: subOf(username),
      username,
      scope: 'aws.cognito.signin.user.admin',
      ...(groups.length > 0 && { 'cognito:groups': groups }),
      origin_jti: `session-of-${username}`,
      ...claims,
    });
  }

  /** Signs in, a seeded user with the password of the seed. */
  override signIn(username: string, password = this.pool.passwords[username] ?? ''): Promise<SignedIn> {
    return super.signIn(username, password);
  }

  async refresh(refreshToken: string): Promise<string> {
    const { status, text, body } = await this.post('/auth/refresh', { refreshToken });
    if (status !== 200) throw new Error(`The tokens are not renewed: ${text}`);
    return String(body.accessToken);
  }

  /**
   * Renews until the access token is valid: one issued in the second of a revocation is refused with the
   * earlier ones.
   */
  refreshUntilValid(refreshToken: string): Promise<string> {
    return until('a renewed token is valid', async () => {
      const token = await this.refresh(refreshToken);
      return (await this.verdictOn(token)) === 'valid' && token;
    });
  }

  /** Signs in until the access token is valid. */
  signInUntilValid(username: string, password?: string): Promise<SignedIn> {
    return until('the token of a new sign-in is valid', async () => {
      const tokens = await this.signIn(username, password);
      return (await this.verdictOn(tokens.accessToken)) === 'valid' && tokens;
    });
  }
}

/** A pool and the service that uses it: the parts of a `PoolService`. */
export async function startBeforePool(
  environment: Record<string, string>,
  options: EmbeddedPoolOptions = {},
  modules: FeatureModules = [],
): Promise<[Instances, EmbeddedPool]> {
  const pool = await startEmbeddedPool(options);
  const limits = { AUTH_RATE_LIMIT: 'off', ACCOUNT_RATE_LIMIT: 'off' };
  return [await startInstances({ ...pool.env(), ...limits, ...environment }, modules), pool];
}

/** The body of a problem without what differs from request to request. */
export function withoutRequestId({ text, body }: Answer): string {
  return text.replace(String(body.requestId), '');
}

export interface Claims {
  readonly [name: string]: unknown;
}

/** The claims of a token, unverified; only the service verifies tokens. */
export function claimsIn(token: unknown): Claims {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Claims;
}
