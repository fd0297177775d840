import type { WebAuthnCredential } from '@simplewebauthn/server';

/** A passkey of one user. */
export interface Passkey {
  readonly credential: WebAuthnCredential;
  readonly name: string;
  readonly attachment: string | undefined;
  readonly relyingPartyId: string;
  readonly createdAt: Date;
}

/** A pending registration and its app client. */
interface Registration {
  readonly challenge: string;
  readonly clientId: string;
}

/** The passkeys of all users, by `sub`. */
export class PasskeyRegistry {
  private readonly passkeys = new Map<string, Passkey[]>();
  private readonly secondFactors = new Set<string>();
  private readonly registrations = new Map<string, Registration>();

  of(sub: string): readonly Passkey[] {
    return this.passkeys.get(sub) ?? [];
  }

  add(sub: string, passkey: Passkey): void {
    this.passkeys.set(sub, [...this.of(sub), passkey]);
  }

  /** Removes a passkey. Returns whether it existed. */
  remove(sub: string, credentialId: string): boolean {
    const kept = this.of(sub).filter(({ credential }) => credential.id !== credentialId);
    const found = kept.length < this.of(sub).length;
    this.passkeys.set(sub, kept);
    return found;
  }

  /** `WebAuthnMfaSettings`: whether a passkey with user verification counts as two factors. */
  setSecondFactor(sub: string, enabled: boolean): void {
    if (enabled) this.secondFactors.add(sub);
    else this.secondFactors.delete(sub);
  }

  isSecondFactor(sub: string): boolean {
    return this.secondFactors.has(sub);
  }

  /** Begins a registration, which replaces an earlier one. */
  beginRegistration(sub: string, registration: Registration): void {
    this.registrations.set(sub, registration);
  }

  /** Removes and returns the pending registration, so that it can be answered only once. */
  takeRegistration(sub: string): Registration | undefined {
    const registration = this.registrations.get(sub);
    this.registrations.delete(sub);
    return registration;
  }
}
