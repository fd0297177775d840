import { randomBytes } from 'node:crypto';
import type { Session, SessionDetails, SessionRegistry } from '../overlay/session.registry';
import type { Exchange } from './exchange';

const COOKIE = 'cognito';
const HOUR_SECONDS = 3600;

/**
 * The sessions of the domain: for an hour, the browser's cookie lets other applications get a code without a password.
 * GlobalSignOut does not end them; `/logout` does, and RevokeUserSession for the session of type `SSO`.
 */
export class DomainSessions {
  private readonly sessions = new Map<string, { session: Session; expiresAt: number }>();

  constructor(private readonly registry: SessionRegistry) {}

  open(exchange: Exchange, sub: string, clientId: string, details: SessionDetails): Session {
    const id = randomBytes(32).toString('base64url');
    const session = this.registry.open(sub, clientId, { ...details, type: 'SSO' });
    this.sessions.set(id, { session, expiresAt: Date.now() + HOUR_SECONDS * 1000 });
    exchange.setCookie(COOKIE, id, HOUR_SECONDS);
    return session;
  }

  find(exchange: Exchange): Session | undefined {
    const found = this.sessions.get(exchange.cookie(COOKIE) ?? '');
    return found && found.expiresAt > Date.now() && !found.session.revoked ? found.session : undefined;
  }

  close(exchange: Exchange): void {
    const id = exchange.cookie(COOKIE) ?? '';
    const found = this.sessions.get(id);
    if (found) found.session.revoked = true;
    this.sessions.delete(id);
    exchange.setCookie(COOKIE, '', 0);
  }
}
