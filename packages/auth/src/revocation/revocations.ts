import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '../principal.ts';
import type { RevocablePrincipal } from './revocation-table.ts';
import type { NamedReason, Refusal, Revocation, SessionRevocation, TokenRevocation } from './revocation.ts';

/** How far a revocation has got: every instance can know of it, or only this one does yet. */
export type Propagation = 'shared' | 'local';

export interface RevokeOptions {
  /** The user pool, by the name that `userPools` gives it. Default: the first pool. */
  readonly pool?: string;
  /** Default: `revoked`. */
  readonly reason?: NamedReason;
}

/**
 * The tokens that are refused before they expire. Looking one up is synchronous and never leaves the process. A
 * revocation holds in this process as soon as the method is called; the promise tells whether it was shared, and never
 * rejects.
 */
export abstract class Revocations {
  /** How many were recorded by this instance, by kind. */
  readonly recordedByKind = new Map<Revocation['kind'], number>();
  readonly #listeners = new Set<() => void>();

  /** Why the principal's token is refused; undefined for a token that is not. */
  abstract find(principal: RevocablePrincipal): Refusal | undefined;

  /**
   * Records revocations.
   *
   * @param at seconds since the epoch on the clock that `iat` is written by; default: this machine's clock. Tokens of
   * that second are refused too.
   */
  abstract record(revocations: readonly Revocation[], at?: number): Promise<Propagation>;

  /** Whether the principal's token is refused. */
  isRevoked(principal: RevocablePrincipal): boolean {
    return this.find(principal) !== undefined;
  }

  /** Refuses every token of a user issued so far. Once the promise resolves, a newly issued token is accepted. */
  revokeUser(sub: string, { pool, reason = 'revoked' }: RevokeOptions = {}): Promise<Propagation> {
    return this.#recordUntilNow({ kind: 'user', sub, reason, pool });
  }

  /** Refuses every token of a session, whenever it is issued. */
  revokeSession(originJti: string, { pool, reason = 'revoked' }: RevokeOptions = {}): Promise<Propagation> {
    return this.record([{ kind: 'session', originJti, reason, pool }]);
  }

  /** Refuses one token. */
  revokeToken(jti: string, { pool, reason = 'revoked' }: RevokeOptions = {}): Promise<Propagation> {
    return this.record([{ kind: 'token', jti, reason, pool }]);
  }

  /** Refuses every token issued so far that carries a group. Once the promise resolves, a new one is accepted. */
  revokeGroup(name: string, { pool }: Pick<RevokeOptions, 'pool'> = {}): Promise<Propagation> {
    return this.#recordUntilNow({ kind: 'group', name, pool });
  }

  /**
   * Calls `listener` after every new revocation, of this instance or another one.
   *
   * @returns ends the calls.
   */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Reads what other instances revoked, for a process whose timers and subscriptions may have
   * stopped for a while. Without a shared store there is nothing to read.
   */
  catchUp(): Promise<void> {
    return Promise.resolve();
  }

  /** Whether this instance knows everything that was revoked before it started. */
  abstract get synced(): boolean;

  /** How many revocations this instance has still to share. */
  abstract get pending(): number;

  /** How many users, sessions, tokens and groups are revoked. */
  abstract get size(): number;

  /** For `record`, once the revocations hold here. */
  protected count(revocations: readonly Revocation[]): void {
    for (const { kind } of revocations)
      this.recordedByKind.set(kind, (this.recordedByKind.get(kind) ?? 0) + 1);
  }

  protected notify(): void {
    for (const listener of this.#listeners) listener();
  }

  // `iat` counts whole seconds: a token issued later in this second would be refused as well.
  async #recordUntilNow(revocation: Revocation): Promise<Propagation> {
    const endOfSecond = 1000 - (Date.now() % 1000);
    const [propagation] = await Promise.all([this.record([revocation]), sleep(endOfSecond)]);
    return propagation;
  }
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/**
 * The revocation of the principal's session: by `origin_jti`, else of the token itself by `jti`. Undefined for a token
 * that has neither.
 */
export function sessionOf(
  { claims, pool }: Pick<Principal, 'claims'> & { readonly pool?: string },
  reason: NamedReason,
): SessionRevocation | TokenRevocation | undefined {
  const { origin_jti: originJti, jti } = claims;
  const rest = { reason, ...(pool !== undefined && { pool }) };
  if (typeof originJti === 'string') return { kind: 'session', originJti, ...rest };
  return typeof jti === 'string' ? { kind: 'token', jti, ...rest } : undefined;
}
