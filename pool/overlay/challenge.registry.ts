import { randomBytes } from 'node:crypto';

interface Challenge {
  name: string;
  username: string;
  clientId: string;
  expiresAt: number;
}

/** The default of an app client's `AuthSessionValidity`. */
const THREE_MINUTES_MS = 180_000;

/** The `Session` strings of challenges that wait for an answer. */
export class ChallengeRegistry {
  private readonly open = new Map<string, Challenge>();

  issue(name: string, username: string, clientId: string): string {
    const session = randomBytes(96).toString('base64url');
    this.open.set(session, { name, username, clientId, expiresAt: Date.now() + THREE_MINUTES_MS });
    return session;
  }

  matches(session: string, name: string, username: string, clientId: string): boolean {
    const challenge = this.open.get(session);
    return (
      challenge?.name === name &&
      challenge.username === username &&
      challenge.clientId === clientId &&
      challenge.expiresAt > Date.now()
    );
  }

  close(session: string): void {
    this.open.delete(session);
  }
}
