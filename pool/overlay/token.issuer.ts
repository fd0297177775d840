import { randomUUID } from 'node:crypto';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { TokenGenerator, Tokens } from 'cognito-local/lib/services/tokenGenerator';
import { attributesToRecord, type User } from 'cognito-local/lib/services/userPoolService';
import { type Claims, signClaims } from '../signing-key';
import type { Session, SessionRegistry } from './session.registry';

/** How long an access or ID token lives, in seconds: Cognito's default. */
export const TOKEN_SECONDS = 3600;

/** `AuthenticationResult` without the refresh token. */
export interface RenewedTokens {
  AccessToken: string;
  IdToken: string;
  ExpiresIn: number;
  TokenType: 'Bearer';
}

/** Access and ID token of a session, with the groups of this moment. */
export function issueTokens(
  issuer: string,
  user: User,
  groups: readonly string[],
  session: Session,
): RenewedTokens {
  const shared = sharedClaims(issuer, groups, session);
  return {
    AccessToken: signClaims({
      ...shared,
      jti: randomUUID(),
      client_id: session.clientId,
      scope: 'aws.cognito.signin.user.admin',
      token_use: 'access',
      username: user.Username,
      version: 2,
    }),
    IdToken: signClaims({
      ...profileClaims(user),
      ...shared,
      jti: randomUUID(),
      aud: session.clientId,
      token_use: 'id',
    }),
    ExpiresIn: TOKEN_SECONDS,
    TokenType: 'Bearer',
  };
}

/** Opens a session at each sign-in that cognito-local completes. */
export class SessionTokenGenerator implements TokenGenerator {
  constructor(
    private readonly issuer: string,
    private readonly sessions: SessionRegistry,
  ) {}

  async generate(
    _context: unknown,
    user: User,
    groups: readonly string[],
    client: AppClient,
  ): Promise<Tokens & RenewedTokens> {
    const session = this.sessions.open(subOf(user), client.ClientId);
    return { ...issueTokens(this.issuer, user, groups, session), RefreshToken: session.refreshToken };
  }
}

export function subOf(user: User): string {
  return attributesToRecord(user.Attributes)['sub'] ?? '';
}

function sharedClaims(issuer: string, groups: readonly string[], session: Session): Claims {
  const issuedAt = Math.floor(Date.now() / 1000);
  return {
    sub: session.sub,
    // Cognito leaves the claim out for a user without groups.
    'cognito:groups': groups.length > 0 ? groups : undefined,
    iss: issuer,
    origin_jti: session.originJti,
    event_id: randomUUID(),
    auth_time: session.authTime,
    iat: issuedAt,
    exp: issuedAt + TOKEN_SECONDS,
  };
}

function profileClaims(user: User): Claims {
  const attributes = attributesToRecord(user.Attributes);
  const claims: Claims = { ...attributes, 'cognito:username': user.Username };
  // The API keeps these two as text; the ID token (OpenID Connect Core 5.1) has them as booleans.
  for (const name of ['email_verified', 'phone_number_verified']) {
    if (attributes[name] !== undefined) claims[name] = attributes[name] === 'true';
  }
  return claims;
}
