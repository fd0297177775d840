/**
 * Why tokens were revoked:
 * - `groups`: the user's groups changed, or a group was deleted. A renewed token has the right groups.
 * - `sign-out`, `password`, `disabled`, `deleted`: the action on the user.
 * - `revoked`: the session, the token or the user was revoked explicitly.
 * - `overflow`: there were too many revocations to keep each of them; see `RevocationTable.add`.
 */
export type Reason = NamedReason | 'overflow';

export type NamedReason = 'groups' | 'sign-out' | 'password' | 'disabled' | 'deleted' | 'revoked';

/** A user joined (`member`) or left a group. A token issued in the second of the change may already reflect it. */
export interface GroupChange {
  readonly group: string;
  readonly member: boolean;
}

interface InPool {
  /** The user pool, by its name in `userPools`. Default: the first pool. */
  readonly pool?: string | undefined;
}

/** Every token of the user that was issued up to the second of the revocation. */
export interface UserRevocation extends InPool {
  readonly kind: 'user';
  readonly sub: string;
  readonly reason: NamedReason;
  /** Only for the reason `groups`: tokens issued in that second are accepted if they show the change. */
  readonly change?: GroupChange | undefined;
}

/** Every token of the session (`origin_jti`), whenever it was issued. */
export interface SessionRevocation extends InPool {
  readonly kind: 'session';
  readonly originJti: string;
  readonly reason: NamedReason;
}

/** One token (`jti`). */
export interface TokenRevocation extends InPool {
  readonly kind: 'token';
  readonly jti: string;
  readonly reason: NamedReason;
}

/** Every token with the group that was issued up to the second of the revocation. The reason is `groups`. */
export interface GroupRevocation extends InPool {
  readonly kind: 'group';
  readonly name: string;
}

/** Every token of the pool that was issued up to the second of the revocation. The reason is `overflow`. */
export interface PoolRevocation extends InPool {
  readonly kind: 'all';
}

export type Revocation =
  UserRevocation | SessionRevocation | TokenRevocation | GroupRevocation | PoolRevocation;

/** A revocation with its time. */
export interface TimedRevocation {
  readonly revocation: Revocation;
  /** Seconds since the epoch, by the clock that sets `iat`. Tokens issued in this second are refused too. */
  readonly at: number;
}

/** Why a token is refused, and until when. */
export interface Refusal {
  readonly reason: Reason;
  /** The last second whose tokens are refused: one issued later is accepted. `Infinity` for a session or a token. */
  readonly upTo: number;
}
