import type { Principal } from '../principal.ts';
import type { TimedRevocation } from './revocation-channel.ts';
import type { Revocation } from './revocations.ts';

/** The longest life that Cognito gives an access token. */
export const LIFE_SECONDS = 24 * 60 * 60;
/** Of each kind; see `add` for what happens then. */
const MAXIMUM_ENTRIES = 100_000;

/** Seconds since the epoch at which each was revoked, in the order of their recording. */
type Entries = Map<string, number>;

/**
 * What is revoked, in memory. An entry lives for the longest life of an access token, plus the tolerance, whatever the
 * life of the token that made it.
 */
export class RevocationTable {
  readonly #entries = {
    user: new Map() as Entries,
    session: new Map() as Entries,
    token: new Map() as Entries,
    group: new Map() as Entries,
  };
  #floor = -Infinity;
  #isEmpty = true;

  constructor(
    private readonly toleranceSeconds: number,
    private readonly maximumEntries = MAXIMUM_ENTRIES,
  ) {}

  /**
   * Revokes from the second `at` on. When a kind is full, its oldest entry gives way to a floor: every token issued
   * up to the time of that entry is refused from then on, whoever's it is. Memory stays bounded and nothing that was
   * revoked comes back; callers with tokens that old have to refresh them.
   */
  add(revocation: Revocation, at: number): void {
    this.#isEmpty = false;
    if (revocation.kind === 'all') {
      this.#floor = Math.max(this.#floor, at);
      return;
    }
    const entries = this.#entries[revocation.kind];
    const name = nameOf(revocation);
    const latest = Math.max(at, entries.get(name) ?? at);
    entries.delete(name);
    entries.set(name, latest);
    this.#dropExpired(entries, Math.floor(Date.now() / 1000));
    if (entries.size > this.maximumEntries) this.#dropOldest(entries);
  }

  /** Whether the token was revoked: one issued in the very second of the revocation was. */
  isRevoked(principal: Principal): boolean {
    if (this.#isEmpty) return false;
    const { sub, claims, groups } = principal;
    const { user, session, token, group } = this.#entries;
    const issuedAt = Math.floor(claims.iat as number);
    const revokedUpTo = (at: number | undefined): boolean => at !== undefined && issuedAt <= at;
    return (
      issuedAt <= this.#floor ||
      revokedUpTo(user.get(sub)) ||
      session.has(claims.origin_jti as string) ||
      token.has(claims.jti as string) ||
      (group.size > 0 && groups.some((name) => revokedUpTo(group.get(name))))
    );
  }

  /** All that is revoked, for another instance to know. */
  entries(): TimedRevocation[] {
    const { user, session, token, group } = this.#entries;
    const all = (entries: Entries, make: (name: string) => Revocation): TimedRevocation[] =>
      Array.from(entries, ([name, at]) => ({ revocation: make(name), at }));
    return [
      ...all(user, (sub) => ({ kind: 'user', sub })),
      ...all(session, (originJti) => ({ kind: 'session', originJti })),
      ...all(token, (jti) => ({ kind: 'token', jti })),
      ...all(group, (name) => ({ kind: 'group', name })),
      ...(Number.isFinite(this.#floor) ? [{ revocation: { kind: 'all' } as const, at: this.#floor }] : []),
    ];
  }

  get size(): number {
    return Object.values(this.#entries).reduce((sum, entries) => sum + entries.size, 0);
  }

  #dropExpired(entries: Entries, now: number): void {
    for (const [name, at] of entries) {
      if (at + LIFE_SECONDS + this.toleranceSeconds >= now) return;
      entries.delete(name);
    }
  }

  // A session's tokens may carry a time of issue as far ahead of our clock as the tolerance goes.
  #dropOldest(entries: Entries): void {
    for (const [name, at] of entries) {
      this.#floor = Math.max(this.#floor, at + this.toleranceSeconds);
      entries.delete(name);
      return;
    }
  }
}

/** What names a revocation among all of them. */
export const keyOf = (revocation: Revocation): string => `${revocation.kind}:${nameOf(revocation)}`;

/** The revocation that `keyOf` named; undefined for a kind that is not known here. */
export function fromKey(key: string): Revocation | undefined {
  const separator = key.indexOf(':');
  const name = key.slice(separator + 1);
  switch (key.slice(0, separator)) {
    case 'user':
      return { kind: 'user', sub: name };
    case 'session':
      return { kind: 'session', originJti: name };
    case 'token':
      return { kind: 'token', jti: name };
    case 'group':
      return { kind: 'group', name };
    case 'all':
      return { kind: 'all' };
    default:
      return undefined;
  }
}

function nameOf(revocation: Revocation): string {
  switch (revocation.kind) {
    case 'user':
      return revocation.sub;
    case 'session':
      return revocation.originJti;
    case 'token':
      return revocation.jti;
    case 'group':
      return revocation.name;
    case 'all':
      return '';
  }
}
