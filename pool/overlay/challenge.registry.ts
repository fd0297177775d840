import { randomBytes } from 'node:crypto';
import type { SignInAttempt } from './sign-in/attempt';
import type { SrpExchange } from './srp/srp.exchange';

/** The default of an app client's `AuthSessionValidity`. */
const THREE_MINUTES_MS = 180_000;

/** What the pool has to remember of one challenge in order to check the answer. */
export interface ChallengeDetail {
  /** The code that was sent. */
  readonly code?: string;
  /** PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER. */
  readonly srp?: SrpExchange;
  /** WEB_AUTHN. */
  readonly passkeyChallenge?: string;
  /** CUSTOM_CHALLENGE: what the create function keeps to itself. */
  readonly custom?: { readonly privateParameters: Record<string, string>; readonly metadata?: string };
  /** MFA_SETUP: the secret that AssociateSoftwareToken gave, and whether a code has proved it. */
  readonly softwareToken?: {
    readonly secret: string;
    readonly verified: boolean;
    readonly deviceName?: string | undefined;
  };
}

/** A challenge that waits for its answer. */
export interface OpenChallenge {
  readonly name: string;
  readonly attempt: SignInAttempt;
  readonly detail: ChallengeDetail;
  readonly expiresAt: number;
}

/** The challenges that wait for an answer, by `Session`, or by another secret where the answer has none. */
export class ChallengeRegistry {
  private readonly open = new Map<string, OpenChallenge>();

  /** @returns the `Session` to answer with */
  issue(name: string, attempt: SignInAttempt, detail: ChallengeDetail = {}): string {
    const session = randomBytes(96).toString('base64url');
    this.issueAs(session, name, attempt, detail);
    return session;
  }

  issueAs(key: string, name: string, attempt: SignInAttempt, detail: ChallengeDetail): void {
    this.dropExpired();
    this.open.set(key, { name, attempt, detail, expiresAt: Date.now() + THREE_MINUTES_MS });
  }

  /** Opens a challenge again that was closed by its answer. */
  reopen(key: string, challenge: OpenChallenge): void {
    this.open.set(key, challenge);
  }

  /** The challenge of a `Session` that has not expired. */
  find(key: string): OpenChallenge | undefined {
    const challenge = this.open.get(key);
    return challenge !== undefined && challenge.expiresAt > Date.now() ? challenge : undefined;
  }

  close(key: string): void {
    this.open.delete(key);
  }

  /** Sign-ins that nobody finished; they were opened in the order of their expiry. */
  private dropExpired(): void {
    for (const [key, { expiresAt }] of this.open) {
      if (expiresAt > Date.now()) return;
      this.open.delete(key);
    }
  }
}
