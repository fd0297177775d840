import { randomBytes, randomUUID } from 'node:crypto';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import { DEFAULT_CONFIG, type PoolConfig } from './pool.config';
import type { Seed } from './seed';
import { signClaims, type Claims } from './signing-key';

/** Lifetime of a minted token, in seconds. */
const TOKEN_SECONDS = 3600;
export const REGION = 'us-east-1';
export const CLIENTS = {
  public: { id: 'lifeguardpublicclient00001' },
  confidential: {
    id: 'lifeguardconfidential00001',
    secret: 'localsecretworthnothing0123456789abcdefghijklmnopqr',
  },
  /** For sign-ins of browsers, at the hosted pages and with the form. */
  browser: {
    id: 'lifeguardbrowserclient0001',
    secret: 'localbrowsersecretworthnothing0123456789abcdefghijk',
  },
  /** For client credentials. */
  machine: {
    id: 'lifeguardmachineclient0001',
    secret: 'localmachinesecretworthnothing0123456789abcdefghijk',
  },
} as const;

/** The default public address of the service: that of `npm run demo`. */
const DEFAULT_PUBLIC_URL = 'http://localhost:3000';

/** The public facts about a pool, embedded or not. */
export interface PoolFacts {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  region: typeof REGION;
  userPoolId: string;
  /** The `iss` of the pool's tokens. */
  issuer: string;
  jwksUri: string;
  clients: typeof CLIENTS;
  /** The passwords of the seeded users, by username. */
  passwords: Readonly<Record<string, string>>;
  /** The environment variables that configure Lifeguard for this pool. */
  env(): Record<string, string>;
  /** The same with browser sessions and pages, and the pool's own hosted pages. */
  browserEnv(): Record<string, string>;
  /**
   * Signs an access token with the pool's key. The claims override the defaults of `iss`, `token_use`, `client_id`,
   * `iat`, `exp`, `jti` and `version`; `undefined` removes one.
   */
  mint(claims: Claims): string;
  /** A token as for client credentials: `sub` is the confidential client's id, and there is no `username`. */
  mintMachineToken(scopes: readonly string[]): string;
}

export function poolFacts(
  endpoint: string,
  userPoolId: string,
  seed: Seed,
  publicUrl = DEFAULT_PUBLIC_URL,
): PoolFacts {
  const issuer = `${endpoint}/${userPoolId}`;
  const jwksUri = `${issuer}/.well-known/jwks.json`;
  const mint = (claims: Claims): string => signClaims({ ...defaultClaims(issuer), ...claims });
  const env = (): Record<string, string> => ({
    // The signing key of this pool is public.
    NODE_ENV: 'development',
    AWS_REGION: REGION,
    COGNITO_USER_POOL_ID: userPoolId,
    COGNITO_CLIENT_IDS: Object.values(CLIENTS)
      .map(({ id }) => id)
      .join(','),
    COGNITO_CLIENT_SECRETS: Object.values(CLIENTS)
      .flatMap((client) => ('secret' in client ? [`${client.id}=${client.secret}`] : []))
      .join(','),
    COGNITO_ISSUER: issuer,
    COGNITO_JWKS_URI: jwksUri,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    // The SDK must sign administrators' calls, but the pool does not check the signature.
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return {
    endpoint,
    region: REGION,
    userPoolId,
    issuer,
    jwksUri,
    clients: CLIENTS,
    passwords: Object.fromEntries(seed.users.map(({ username, password }) => [username, password])),
    env,
    browserEnv: () => ({
      ...env(),
      BROWSER_SESSIONS: 'on',
      PUBLIC_URL: publicUrl,
      SESSION_CLIENT_ID: CLIENTS.browser.id,
      COGNITO_DOMAIN: endpoint,
      SESSION_PROVIDERS: 'Acme',
      SESSION_SECRET: randomBytes(32).toString('base64'),
    }),
    mint,
    mintMachineToken: (scopes) =>
      mint({
        sub: CLIENTS.confidential.id,
        client_id: CLIENTS.confidential.id,
        scope: scopes.join(' '),
        auth_time: Math.floor(Date.now() / 1000),
      }),
  };
}

/** The app clients as cognito-local stores them. */
export function appClients(
  userPoolId: string,
  config: PoolConfig = DEFAULT_CONFIG,
  publicUrl = DEFAULT_PUBLIC_URL,
): AppClient[] {
  const now = new Date();
  const shared = {
    UserPoolId: userPoolId,
    CreationDate: now,
    LastModifiedDate: now,
    AccessTokenValidity: 1,
    IdTokenValidity: 1,
    RefreshTokenValidity: 30,
    EnableTokenRevocation: true,
    ExplicitAuthFlows: [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
    PreventUserExistenceErrors: config.existenceErrors,
  };
  return [
    { ...shared, ClientId: CLIENTS.public.id, ClientName: 'public' },
    {
      ...shared,
      ClientId: CLIENTS.confidential.id,
      ClientName: 'confidential',
      ClientSecret: CLIENTS.confidential.secret,
    },
    {
      ...shared,
      ClientId: CLIENTS.browser.id,
      ClientName: 'browser',
      ClientSecret: CLIENTS.browser.secret,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
      CallbackURLs: [`${publicUrl}/session/callback`],
      LogoutURLs: [`${publicUrl}/account`],
      SupportedIdentityProviders: ['COGNITO', 'Acme'],
    },
    {
      ...shared,
      ClientId: CLIENTS.machine.id,
      ClientName: 'machine',
      ClientSecret: CLIENTS.machine.secret,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['lifeguard/users.read', 'lifeguard/users.write'],
    },
  ];
}

function defaultClaims(issuer: string): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    token_use: 'access',
    client_id: CLIENTS.public.id,
    iat: now,
    exp: now + TOKEN_SECONDS,
    jti: randomUUID(),
    version: 2,
  };
}
