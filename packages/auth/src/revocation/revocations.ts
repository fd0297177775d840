import type { Principal } from '../principal.ts';

/** How far a revocation has got: kept and shared, or kept here and still to be shared. */
export type Recorded = 'recorded' | 'pending';

/** What is revoked, each from the moment it is recorded. */
export type Revocation =
  /** Every token of the user whose `sub` this is, issued up to then. */
  | { readonly kind: 'user'; readonly sub: string }
  /** Every token of the session (`origin_jti`). */
  | { readonly kind: 'session'; readonly originJti: string }
  /** One token (`jti`): for a token that names no session. */
  | { readonly kind: 'token'; readonly jti: string }
  /** Every token issued up to then that carries the group. */
  | { readonly kind: 'group'; readonly name: string }
  /** Every token issued up to then: what remains when there are too many to name. */
  | { readonly kind: 'all' };

/**
 * The tokens refused before they expire. Asking is synchronous and never leaves the process; recording returns once
 * the revocation holds here, and tells whether it was shared.
 */
export abstract class Revocations {
  /** How many were recorded by this instance, by kind. */
  readonly recordedByKind = new Map<Revocation['kind'], number>();

  /** Whether the principal's token has been revoked. */
  abstract isRevoked(principal: Principal): boolean;

  /** Records revocations; they hold here before the promise is made. Rejects never. */
  abstract record(...revocations: Revocation[]): Promise<Recorded>;

  /** For `record`, once the revocations hold here. */
  protected count(revocations: readonly Revocation[]): void {
    for (const { kind } of revocations)
      this.recordedByKind.set(kind, (this.recordedByKind.get(kind) ?? 0) + 1);
  }

  /** Whether everything that was revoked before this instance started is known to it. */
  get warm(): boolean {
    return true;
  }

  /** How many revocations this instance has still to share. */
  get pending(): number {
    return 0;
  }

  /** How many revocations are known. */
  get size(): number {
    return 0;
  }
}

/**
 * The session that the principal's token belongs to: by `origin_jti`, else the token itself by `jti`. A token with
 * neither belongs to none.
 */
export function sessionOf({ claims }: Principal): Revocation | undefined {
  const { origin_jti: originJti, jti } = claims;
  if (typeof originJti === 'string') return { kind: 'session', originJti };
  return typeof jti === 'string' ? { kind: 'token', jti } : undefined;
}
