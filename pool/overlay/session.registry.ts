import { randomBytes, randomUUID } from 'node:crypto';
import type { Claims } from '../signing-key';

/** One sign-in: its refresh token and every access token that came of it share `originJti`. */
export interface Session {
  originJti: string;
  sub: string;
  clientId: string;
  refreshToken: string;
  authTime: number;
  revoked: boolean;
}

export class SessionRegistry {
  private readonly byOrigin = new Map<string, Session>();
  private readonly byToken = new Map<string, Session>();
  /** When a user was signed out everywhere, in seconds; for tokens that no session here issued. */
  private readonly signedOutAt = new Map<string, number>();

  open(sub: string, clientId: string): Session {
    const session: Session = {
      originJti: randomUUID(),
      sub,
      clientId,
      refreshToken: opaqueToken(),
      authTime: now(),
      revoked: false,
    };
    this.byOrigin.set(session.originJti, session);
    this.byToken.set(session.refreshToken, session);
    return session;
  }

  byRefreshToken(token: string): Session | undefined {
    return this.byToken.get(token);
  }

  /** Ends every session of a user, as GlobalSignOut does. */
  signOut(sub: string): void {
    this.signedOutAt.set(sub, now());
    for (const session of this.byOrigin.values()) {
      if (session.sub === sub) session.revoked = true;
    }
  }

  /** Whether an access token's session has ended. */
  isRevoked(claims: Claims): boolean {
    const session = typeof claims.origin_jti === 'string' ? this.byOrigin.get(claims.origin_jti) : undefined;
    if (session) return session.revoked;
    const signedOutAt = typeof claims.sub === 'string' ? this.signedOutAt.get(claims.sub) : undefined;
    return signedOutAt !== undefined && Number(claims.iat) <= signedOutAt;
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** Cognito's refresh tokens are encrypted (a JWE, RFC 7516): five parts that no client can read. */
function opaqueToken(): string {
  const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url');
  const parts = [256, 12, 800, 16].map((size) => randomBytes(size).toString('base64url'));
  return [header, ...parts].join('.');
}
