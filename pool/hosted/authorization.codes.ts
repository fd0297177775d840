import { createHash, randomUUID } from 'node:crypto';

const FIVE_MINUTES_MS = 300_000;

/** The grant that a code can be redeemed for. */
export interface Grant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly sub: string;
  readonly scopes: readonly string[];
  readonly authTime: number;
  /** The session of the domain that it was issued in. */
  readonly originSessionId: string;
  readonly nonce?: string | undefined;
  readonly codeChallenge?: string | undefined;
}

/** Authorization codes: each can be redeemed once, within five minutes. */
export class AuthorizationCodes {
  private readonly grants = new Map<string, { grant: Grant; expiresAt: number }>();

  issue(grant: Grant): string {
    const code = randomUUID();
    this.grants.set(code, { grant, expiresAt: Date.now() + FIVE_MINUTES_MS });
    return code;
  }

  /** Redeems a code. Returns undefined if it is unknown or used, or was issued for another client or redirect URI. */
  redeem(
    code: string,
    given: { clientId: string; redirectUri: string | undefined; verifier: string | undefined },
  ): Grant | undefined {
    const found = this.grants.get(code);
    this.grants.delete(code);
    if (!found || found.expiresAt <= Date.now()) return undefined;
    const { grant } = found;
    const fits = grant.clientId === given.clientId && grant.redirectUri === given.redirectUri;
    return fits && challengeHolds(grant.codeChallenge, given.verifier) ? grant : undefined;
  }
}

/** Checks PKCE with S256 (RFC 7636 section 4.6). A verifier without a challenge is refused too. */
function challengeHolds(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
