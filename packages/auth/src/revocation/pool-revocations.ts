import type { Principal } from '../principal.ts';
import type { NamedReason, Refusal, Revocation, TimedRevocation } from './revocation.ts';
import { UserEntry } from './user-entry.ts';

/** Maximum lifetime of a Cognito access token, in seconds. */
export const LIFE_SECONDS = 24 * 60 * 60;

interface Entry {
  /** The second of the revocation. */
  readonly latest: number;
}

/** When and why a session or a token was revoked. */
interface EntryWithReason extends Entry {
  readonly reason: NamedReason;
}

/** The parts of a principal that a lookup reads. */
type TokenFacts = Pick<Principal, 'sub' | 'groups' | 'claims'>;

/** The revocations of one user pool. Each map is in the order of recording, the oldest entry first. */
export class PoolRevocations {
  readonly #users = new Map<string, UserEntry>();
  readonly #sessions = new Map<string, EntryWithReason>();
  readonly #tokens = new Map<string, EntryWithReason>();
  readonly #groups = new Map<string, Entry>();
  /** Every token issued up to this second is refused. */
  #cutoff = -Infinity;

  constructor(
    private readonly toleranceSeconds: number,
    private readonly maxEntries: number,
  ) {}

  get size(): number {
    return this.#users.size + this.#sessions.size + this.#tokens.size + this.#groups.size;
  }

  /** See `RevocationTable.add`. */
  add(revocation: Revocation, at: number): boolean {
    switch (revocation.kind) {
      case 'all':
        if (at <= this.#cutoff) return false;
        this.#cutoff = at;
        return true;
      case 'user':
        return this.#addUser(revocation, at);
      case 'session':
        return this.#put(this.#sessions, revocation.originJti, { reason: revocation.reason, latest: at });
      case 'token':
        return this.#put(this.#tokens, revocation.jti, { reason: revocation.reason, latest: at });
      case 'group':
        return this.#put(this.#groups, revocation.name, { latest: at });
    }
  }

  /** Why a token is refused; undefined if it is accepted. */
  find({ sub, groups, claims }: TokenFacts): Refusal | undefined {
    const issuedAt = Math.floor(claims.iat as number);
    const ended = this.#sessions.get(claims.origin_jti as string) ?? this.#tokens.get(claims.jti as string);
    if (ended) return { reason: ended.reason, upTo: Infinity };
    const byUser = this.#users.get(sub)?.find(issuedAt, groups);
    if (byUser && byUser.reason !== 'groups') return byUser;
    if (issuedAt <= this.#cutoff) return { reason: 'overflow', upTo: this.#cutoff };
    if (byUser || this.#groups.size === 0) return byUser;
    return this.#findByGroup(issuedAt, groups);
  }

  /** Every revocation, for another instance. */
  *entries(): Generator<TimedRevocation> {
    for (const [sub, entry] of this.#users)
      for (const [rest, at] of entry.revocations()) yield { revocation: { kind: 'user', sub, ...rest }, at };
    for (const [originJti, { reason, latest: at }] of this.#sessions)
      yield { revocation: { kind: 'session', originJti, reason }, at };
    for (const [jti, { reason, latest: at }] of this.#tokens)
      yield { revocation: { kind: 'token', jti, reason }, at };
    for (const [name, { latest: at }] of this.#groups) yield { revocation: { kind: 'group', name }, at };
    if (Number.isFinite(this.#cutoff)) yield { revocation: { kind: 'all' }, at: this.#cutoff };
  }

  #findByGroup(issuedAt: number, groups: readonly string[]): Refusal | undefined {
    for (const name of groups) {
      const upTo = this.#groups.get(name)?.latest ?? -Infinity;
      if (issuedAt <= upTo) return { reason: 'groups', upTo };
    }
    return undefined;
  }

  #addUser(revocation: Extract<Revocation, { kind: 'user' }>, at: number): boolean {
    const entry = this.#users.get(revocation.sub) ?? new UserEntry();
    if (!entry.add(revocation, at)) return false;
    this.#place(this.#users, revocation.sub, entry);
    return true;
  }

  #put<Some extends Entry>(entries: Map<string, Some>, name: string, entry: Some): boolean {
    const known = entries.get(name);
    if (known && known.latest >= entry.latest) return false;
    this.#place(entries, name, entry);
    return true;
  }

  /** Makes the entry the newest of its map, and removes entries that have expired or exceed the limit. */
  #place<Some extends Entry>(entries: Map<string, Some>, name: string, entry: Some): void {
    entries.delete(name);
    entries.set(name, entry);
    const now = Math.floor(Date.now() / 1000);
    for (const [oldest, { latest }] of entries) {
      const expired = latest + LIFE_SECONDS + this.toleranceSeconds < now;
      if (!expired && entries.size <= this.maxEntries) return;
      entries.delete(oldest);
      // The `iat` of a session's token may be ahead of our clock by the tolerance.
      if (!expired) this.#cutoff = Math.max(this.#cutoff, latest + this.toleranceSeconds);
    }
  }
}
