import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Claims } from '../signing-key';
import type { Proof } from './sign-in/assurance';

export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';

/** The session of one sign-in. All its refresh and access tokens share `originJti`. */
export interface Session {
  /** 28 characters. Returned by ListUserSessions; not part of any token. */
  readonly id: string;
  readonly type: 'TOKEN' | 'SSO';
  readonly originJti: string;
  readonly sub: string;
  readonly clientId: string;
  /** The newest refresh token. */
  refreshToken: string;
  /** In seconds. */
  readonly authTime: number;
  revoked: boolean;
  readonly scopes: readonly string[];
  /** The completed proofs. `acr` and `amr` report them if the sign-in asked for a level or an age. */
  readonly passed: readonly Proof[];
  readonly reportsAssurance: boolean;
  /** The device that the tokens were issued to, and whether the user has confirmed it. */
  deviceKey?: string | undefined;
  deviceConfirmed: boolean;
  readonly createdAt: Date;
  lastActiveAt: Date;
  readonly lastIp?: string | undefined;
  /** For a token session: the SSO session that it started from. */
  readonly originSessionId?: string | undefined;
}

/** Properties that differ from a plain sign-in through the API. */
export type SessionDetails = Partial<
  Pick<
    Session,
    | 'type'
    | 'authTime'
    | 'scopes'
    | 'passed'
    | 'reportsAssurance'
    | 'deviceKey'
    | 'lastIp'
    | 'originSessionId'
  >
>;

export class SessionRegistry {
  private readonly byOrigin = new Map<string, Session>();
  private readonly byToken = new Map<string, Session>();
  /** When a refresh token was replaced (rotation), in milliseconds. */
  private readonly replacedAt = new Map<string, number>();
  /** When a user was signed out everywhere, in epoch seconds. Needed for minted tokens, which have no session. */
  private readonly signedOutAt = new Map<string, number>();

  open(sub: string, clientId: string, details: SessionDetails = {}): Session {
    const session: Session = {
      type: 'TOKEN',
      scopes: [SELF_SERVICE_SCOPE],
      passed: [],
      reportsAssurance: false,
      authTime: now(),
      ...details,
      id: sessionId(details.type ?? 'TOKEN'),
      originJti: randomUUID(),
      sub,
      clientId,
      refreshToken: opaqueToken(),
      revoked: false,
      deviceConfirmed: false,
      createdAt: new Date(),
      lastActiveAt: new Date(),
    };
    this.byOrigin.set(session.originJti, session);
    this.byToken.set(session.refreshToken, session);
    return session;
  }

  /** Removes a session whose tokens were never issued. */
  drop(session: Session): void {
    this.byOrigin.delete(session.originJti);
    this.byToken.delete(session.refreshToken);
  }

  byRefreshToken(token: string): Session | undefined {
    return this.byToken.get(token);
  }

  byOriginJti(originJti: unknown): Session | undefined {
    return typeof originJti === 'string' ? this.byOrigin.get(originJti) : undefined;
  }

  /** The active sessions of a user, newest first. */
  of(sub: string): Session[] {
    return [...this.byOrigin.values()].filter((one) => one.sub === sub && !one.revoked).toReversed();
  }

  /** Replaces the refresh token of a session; `token` is the one that was used. */
  rotate(session: Session, token: string): void {
    if (!this.replacedAt.has(token)) this.replacedAt.set(token, Date.now());
    session.refreshToken = opaqueToken();
    this.byToken.set(session.refreshToken, session);
  }

  /** Whether a refresh token was replaced `graceSeconds` ago or earlier. */
  isReplaced(token: string, graceSeconds: number): boolean {
    const at = this.replacedAt.get(token);
    return at !== undefined && Date.now() - at >= graceSeconds * 1000;
  }

  /** Ends all sessions of a user, as GlobalSignOut does, except the session of the hosted pages. */
  signOut(sub: string): void {
    this.signedOutAt.set(sub, now());
    for (const session of this.byOrigin.values()) {
      if (session.sub === sub && session.type === 'TOKEN') session.revoked = true;
    }
  }

  /** Whether an access token's session has ended. */
  isRevoked(claims: Claims): boolean {
    const session = this.byOriginJti(claims.origin_jti);
    if (session) return session.revoked;
    const signedOutAt = typeof claims.sub === 'string' ? this.signedOutAt.get(claims.sub) : undefined;
    return signedOutAt !== undefined && Number(claims.iat) <= signedOutAt;
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** 28 lower-case letters and digits; the first three identify the type. */
function sessionId(type: Session['type']): string {
  const rest = Array.from({ length: 25 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${type === 'SSO' ? 'sso' : 'tkn'}${rest}`;
}

/** A random token in the form of Cognito's refresh tokens, which are encrypted JWEs with five parts (RFC 7516). */
function opaqueToken(): string {
  const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url');
  const parts = [256, 12, 800, 16].map((size) => randomBytes(size).toString('base64url'));
  return [header, ...parts].join('.');
}
