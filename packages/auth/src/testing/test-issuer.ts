import { issuersOf } from '../options/issuers.ts';
import type { LifeguardOptions, UserPoolOptions } from '../options/lifeguard.options.ts';
import type { TokenClaims } from '../principal.ts';
import { startLocalKeyServer, type LocalKeyServer } from './key-server.ts';
import { makeKeyPair, signClaims, type SigningKeyPair } from './signing-key.ts';
import { accessClaims, idClaims, type TokenOptions } from './test-claims.ts';

export type { TokenOptions } from './test-claims.ts';

export interface TestIssuerOptions {
  /** Names of several user pools. Default: one pool without a name. */
  readonly pools?: readonly string[];
}

export interface IdTokenOptions {
  /** Further claims, which override the others; `undefined` removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface RotateOptions {
  /**
   * Whether to withdraw the keys used so far: their tokens are refused once the guard has fetched the keys
   * again. Default: false.
   */
  readonly withdraw?: boolean;
}

/**
 * Issues tokens that the guard accepts without skipping a check: they are signed with real RS256 keys, which
 * a key server on loopback publishes. The clock is not faked.
 */
export interface TestIssuer {
  /** For `LifeguardModule.forRoot(issuer.options)`; spread them to add or override options. */
  readonly options: LifeguardOptions;
  /** An access token. */
  token(options?: TokenOptions): string;
  /** The ID token of the same sign-in as an access token. */
  idToken(accessToken: string, options?: IdTokenOptions): string;
  /** An access token that expired a minute ago. */
  expired(options?: Omit<TokenOptions, 'expiresIn'>): string;
  /** An access token signed with another key under the pool's key id. */
  forged(options?: TokenOptions): string;
  /** Signs with a new key from now on, which is published in addition to those used so far. */
  rotate(options?: RotateOptions): void;
  /** Stops the key server. */
  close(): Promise<void>;
}

interface Pool {
  readonly options: UserPoolOptions;
  readonly issuer: string;
  readonly clientId: string;
  /** The newest first. */
  keys: SigningKeyPair[];
}

/**
 * Starts an issuer for tests.
 *
 * @example
 * const issuer = await createTestIssuer();
 * const app = await NestFactory.create(AppModule.with(issuer.options)); // forRoot(options) inside
 * await request(app.getHttpServer()).get('/orders').auth(issuer.token({ groups: ['admin'] }), { type: 'bearer' });
 * await issuer.close();
 */
export async function createTestIssuer({ pools: names }: TestIssuerOptions = {}): Promise<TestIssuer> {
  const pools = new Map<string | undefined, Pool>();
  const byId = (id: string) => [...pools.values()].find(({ options }) => options.userPoolId === id);
  const server = await startLocalKeyServer((id) => byId(id)?.keys);
  for (const [index, name] of (names ?? [undefined]).entries()) pools.set(name, makePool(index + 1, server));
  const poolOf = (name: string | undefined): Pool => {
    const pool = pools.get(name) ?? (name === undefined ? [...pools.values()][0] : undefined);
    if (!pool) throw new Error(`createTestIssuer: there is no pool ${name}`);
    return pool;
  };
  const token = (options: TokenOptions = {}): string => {
    const pool = poolOf(options.pool);
    return signClaims(newest(pool), accessClaims(pool, options));
  };
  return {
    options: optionsOf(pools),
    token,
    idToken: (accessToken, { claims } = {}) => {
      const access = claimsOf(accessToken);
      const pool = [...pools.values()].find(({ issuer }) => issuer === access.iss) ?? poolOf(undefined);
      return signClaims(newest(pool), idClaims(access, claims));
    },
    expired: (options) => token({ ...options, expiresIn: -60 }),
    forged: (options = {}) => {
      const pool = poolOf(options.pool);
      return signClaims(makeKeyPair(newest(pool).kid), accessClaims(pool, options));
    },
    rotate: ({ withdraw = false } = {}) => {
      for (const pool of pools.values()) pool.keys = [makeKeyPair(), ...(withdraw ? [] : pool.keys)];
    },
    close: () => server.close(),
  };
}

function makePool(number: number, server: LocalKeyServer): Pool {
  const userPoolId = `eu-west-1_TestPool${number}`;
  const clientId = `testclient${number}`;
  const [issuer = ''] = issuersOf(userPoolId, { issuerType: 'original' });
  const options = { userPoolId, clientIds: [clientId], jwksUri: server.uriOf(userPoolId) };
  return { options, issuer, clientId, keys: [makeKeyPair()] };
}

function optionsOf(pools: ReadonlyMap<string | undefined, Pool>): LifeguardOptions {
  const [only] = pools.values();
  if (only && pools.has(undefined)) return only.options;
  return {
    userPools: Object.fromEntries(Array.from(pools, ([name, { options }]) => [String(name), options])),
  };
}

function newest({ keys: [key] }: Pool): SigningKeyPair {
  if (!key) throw new Error('the pool has no key');
  return key;
}

const claimsOf = (token: string): TokenClaims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as TokenClaims;
