import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '../principal.ts';
import type { RevocablePrincipal } from './revocation-table.ts';
import type { NamedReason, Refusal, Revocation, SessionRevocation, TokenRevocation } from './revocation.ts';

/** Where a revocation is known: `shared` with every instance, or so far `local` to this one. */
export type Propagation = 'shared' | 'local';

export interface RevokeOptions {
  /** The user pool, by its name in `userPools`. Default: the first pool. */
  readonly pool?: string;
  /** Default: `revoked`. */
  readonly reason?: NamedReason;
}

/**
 * Tokens that are refused before they expire. A lookup is synchronous and in memory. A revocation takes
 * effect in this process as soon as the method is called; the promise resolves to whether it was shared, and
 * never rejects.
 */
export abstract class Revocations {
  /** Number of revocations that this instance recorded, by kind. */
  readonly recordedByKind = new Map<Revocation['kind'], number>();
  readonly #listeners = new Set<() => void>();

  /** Why the principal's token is refused; undefined if it is accepted. */
  abstract find(principal: RevocablePrincipal): Refusal | undefined;

  /**
   * Records revocations.
   *
   * @param at seconds since the epoch, by the clock that sets `iat`; default: this machine's clock. Tokens
   * issued in that second are refused too.
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

  /**
   * Refuses every token with a group issued so far. Once the promise resolves, a newly issued token is
   * accepted.
   */
  revokeGroup(name: string, { pool }: Pick<RevokeOptions, 'pool'> = {}): Promise<Propagation> {
    return this.#recordUntilNow({ kind: 'group', name, pool });
  }

  /**
   * Calls `listener` after every new revocation, whether it was made by this instance or by another one.
   *
   * @returns a function that unsubscribes the listener.
   */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Reads the revocations of other instances, for a process whose timers and subscriptions may have been
   * suspended. Without a shared store it does nothing.
   */
  catchUp(): Promise<void> {
    return Promise.resolve();
  }

  /** Whether this instance knows every revocation recorded before it started. */
  abstract get synced(): boolean;

  /** Number of revocations that this instance has not shared yet. */
  abstract get pending(): number;

  /** Number of revoked users, sessions, tokens and groups. */
  abstract get size(): number;

  /** Called by `record` once the revocations are in effect. */
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
 * The revocation of the principal's session by its `origin_jti` or, without one, of the token by its `jti`. Undefined
 * for a token with neither.
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
