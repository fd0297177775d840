import { createHash, randomUUID } from 'node:crypto';
import type { TokenClaims } from '../principal.ts';

/** The caller of a token. */
export interface TokenOptions {
  readonly groups?: readonly string[];
  /** Default: `aws.cognito.signin.user.admin` for a person, none for a machine. */
  readonly scopes?: readonly string[];
  /** Further claims, which override the others; `undefined` removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Default: `alice`. */
  readonly username?: string;
  /** Default: an id derived from the username; for a machine, its client id. */
  readonly sub?: string;
  /** The caller is a machine with client credentials. */
  readonly machine?: boolean;
  /** Seconds until the token expires. Default: 3600. */
  readonly expiresIn?: number;
  /** The user pool, by its name in `createTestIssuer({ pools })`. Default: the first. */
  readonly pool?: string;
}

export interface PoolClaims {
  readonly issuer: string;
  readonly clientId: string;
}

/** The claims of an access token as Cognito issues it. */
export function accessClaims(pool: PoolClaims, options: TokenOptions): TokenClaims {
  const { machine = false, username = 'alice', expiresIn = 3600, groups = [], claims } = options;
  const scopes = options.scopes ?? (machine ? [] : ['aws.cognito.signin.user.admin']);
  const iat = Math.floor(Date.now() / 1000) - Math.max(0, 1 - expiresIn);
  return {
    sub: options.sub ?? (machine ? pool.clientId : subOf(username)),
    iss: pool.issuer,
    client_id: pool.clientId,
    ...(!machine && { origin_jti: randomUUID(), event_id: randomUUID(), username }),
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: iat,
    iat,
    exp: Math.floor(Date.now() / 1000) + expiresIn,
    jti: randomUUID(),
    version: 2,
    ...claims,
  };
}

/** The claims of the ID token of the same sign-in. */
export function idClaims(access: TokenClaims, claims: Readonly<Record<string, unknown>> = {}): TokenClaims {
  const { sub, iss, client_id: aud, origin_jti, event_id, auth_time, iat, exp, username } = access;
  const shared = { sub, iss, aud, origin_jti, event_id, auth_time, iat, exp };
  return {
    ...shared,
    token_use: 'id',
    'cognito:username': username,
    email: `${String(username)}@example.com`,
    email_verified: true,
    jti: randomUUID(),
    ...claims,
  };
}

/** An id in the form of a Cognito `sub`, always the same for a username. */
function subOf(username: string): string {
  const hex = createHash('sha256').update(username).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
