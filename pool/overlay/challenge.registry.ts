import { randomBytes } from 'node:crypto';
import type { SignInAttempt } from './sign-in/attempt';
import type { SrpExchange } from './srp/srp.exchange';

/** The default of an app client's `AuthSessionValidity`. */
const THREE_MINUTES_MS = 180_000;

/** The data of a challenge that the pool needs to check the answer. */
export interface ChallengeDetail {
  /** The code that was sent. */
  readonly code?: string;
  /** PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER. */
  readonly srp?: SrpExchange;
  /** WEB_AUTHN. */
  readonly passkeyChallenge?: string;
  /** CUSTOM_CHALLENGE: the create function's private parameters and metadata. */
  readonly custom?: { readonly privateParameters: Record<string, string>; readonly metadata?: string };
  /** MFA_SETUP: the secret that AssociateSoftwareToken returned, and whether a code has verified it. */
  readonly softwareToken?: {
    readonly secret: string;
    readonly verified: boolean;
    readonly deviceName?: string | undefined;
  };
}

/** A challenge that has not been answered. */
export interface OpenChallenge {
  readonly name: string;
  readonly attempt: SignInAttempt;
  readonly detail: ChallengeDetail;
  readonly expiresAt: number;
}

/** The open challenges by `Session`, or by another secret if answers have no session. */
export class ChallengeRegistry {
  private readonly open = new Map<string, OpenChallenge>();

  /** @returns the `Session` to answer with */
  issue(name: string, attempt: SignInAttempt, detail: ChallengeDetail = {}): string {
    const session = randomBytes(96).toString('base64url');
    this.issueAs(session, name, attempt, detail);
    return session;
  }

  issueAs(key: string, name: string, attempt: SignInAttempt, detail: ChallengeDetail): void {
    this.#dropExpired();
    this.open.set(key, { name, attempt, detail, expiresAt: Date.now() + THREE_MINUTES_MS });
  }

  /** Reopens a challenge that was closed by its answer. */
  reopen(key: string, challenge: OpenChallenge): void {
    this.open.set(key, challenge);
  }

  /** The open challenge of a `Session`; undefined if it has expired. */
  find(key: string): OpenChallenge | undefined {
    const challenge = this.open.get(key);
    return challenge !== undefined && challenge.expiresAt > Date.now() ? challenge : undefined;
  }

  close(key: string): void {
    this.open.delete(key);
  }

  /** Drops unfinished sign-ins. Challenges are stored in the order of their expiry. */
  #dropExpired(): void {
    for (const [key, { expiresAt }] of this.open) {
      if (expiresAt > Date.now()) return;
      this.open.delete(key);
    }
  }
}
