import type { GroupChange, NamedReason, Refusal, UserRevocation } from './revocation.ts';

/**
 * Maximum number of group changes kept for a user and second. With more, every token of that second is
 * refused.
 */
const MAX_CHANGES = 20;

/**
 * The revocations of one user. Group changes are kept separately, because a token that shows the change is
 * accepted.
 */
export class UserEntry {
  /** Set with `#upTo`. */
  #reason!: NamedReason;
  #upTo = -Infinity;
  #groupsUpTo = -Infinity;
  /** Group changes in the second `#groupsUpTo`; undefined if a token cannot show them. */
  #changes: Map<string, boolean> | undefined;

  /** The second of the latest revocation. */
  get latest(): number {
    return Math.max(this.#upTo, this.#groupsUpTo);
  }

  /** @returns whether the revocation changes anything. */
  add({ reason, change }: UserRevocation, at: number): boolean {
    if (reason === 'groups') return this.#addGroups(change, at);
    if (at <= this.#upTo) return false;
    this.#upTo = at;
    this.#reason = reason;
    return true;
  }

  /** Why a token with these groups is refused. Any other reason takes precedence over `groups`. */
  find(issuedAt: number, groups: readonly string[]): Refusal | undefined {
    if (issuedAt <= this.#upTo) return { reason: this.#reason, upTo: this.latest };
    if (issuedAt > this.#groupsUpTo) return undefined;
    const shown = issuedAt === this.#groupsUpTo && this.#areShown(groups);
    return shown ? undefined : { reason: 'groups', upTo: this.#groupsUpTo };
  }

  /** The entry as revocations, with their times. */
  *revocations(): Generator<[Omit<UserRevocation, 'sub' | 'kind'>, number]> {
    if (Number.isFinite(this.#upTo)) yield [{ reason: this.#reason }, this.#upTo];
    if (!Number.isFinite(this.#groupsUpTo)) return;
    if (!this.#changes) yield [{ reason: 'groups' }, this.#groupsUpTo];
    for (const [group, member] of this.#changes ?? []) {
      yield [{ reason: 'groups', change: { group, member } }, this.#groupsUpTo];
    }
  }

  #addGroups(change: GroupChange | undefined, at: number): boolean {
    if (at < this.#groupsUpTo) return false;
    if (at > this.#groupsUpTo) {
      this.#groupsUpTo = at;
      this.#changes = change && new Map([[change.group, change.member]]);
      return true;
    }
    return this.#addToSecond(change);
  }

  // If a user joined and left a group within one second, no token can show both.
  #addToSecond(change: GroupChange | undefined): boolean {
    if (!this.#changes) return false;
    const known = change && this.#changes.get(change.group);
    if (change && known === change.member) return false;
    if (!change || known !== undefined || this.#changes.size === MAX_CHANGES) this.#changes = undefined;
    else this.#changes.set(change.group, change.member);
    return true;
  }

  #areShown(groups: readonly string[]): boolean {
    if (!this.#changes) return false;
    for (const [group, member] of this.#changes) if (groups.includes(group) !== member) return false;
    return true;
  }
}
