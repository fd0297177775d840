import type { TokenClaims as Claims, Principal } from 'lifeguard-auth';

/** The data of a session. It is stored sealed and never leaves the service. */
export interface SessionRecord {
  /** Number of renewals. It shows a request that waited to renew whether another request has done so already. */
  readonly generation: number;
  /** When the person signed in, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly accessToken: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  /** The device that the tokens were issued to, in pools that remember devices. A renewal must send its key. */
  readonly deviceKey?: string;
}

/** A session with the value of its cookie. */
export interface Session {
  /** The value of the cookie. */
  readonly id: string;
  readonly record: SessionRecord;
}

/**
 * Decodes the claims of a record's token without verifying it. The token was verified before it was stored, or came from
 * Cognito over TLS; routes verify it again.
 *
 * @throws SyntaxError if it is not a JWT.
 */
export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims;
}

/** Whether a value from the store is a session record. */
export function isSessionRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { generation, startedAt, accessToken, idToken, refreshToken, deviceKey } = value as Record<
    string,
    unknown
  >;
  return (
    typeof generation === 'number' &&
    typeof startedAt === 'number' &&
    typeof accessToken === 'string' &&
    [idToken, refreshToken, deviceKey].every((text) => text === undefined || typeof text === 'string')
  );
}

/** The principal of a session, from the claims of its access token. */
export function principalOf({ accessToken }: SessionRecord): Principal {
  const claims = claimsOf(accessToken);
  const { sub, client_id: clientId, username, scope } = claims as Record<string, string | undefined>;
  const groups = claims['cognito:groups'] as readonly string[] | undefined;
  return {
    kind: 'user',
    sub: sub ?? '',
    clientId: clientId ?? '',
    ...(username !== undefined && { username }),
    groups: groups ?? [],
    scopes: (scope ?? '').split(' ').filter((name) => name !== ''),
    claims,
  };
}
