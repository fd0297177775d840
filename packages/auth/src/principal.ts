/** The claims of a verified access token, as Cognito signed them. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/**
 * The caller: a person who signed in (`user`) or a machine with client credentials (`client`). It is deeply
 * frozen, because all requests with the same token share one principal.
 */
export interface Principal {
  readonly kind: 'user' | 'client';
  /** A user's immutable id; a machine's client id. */
  readonly sub: string;
  /** Absent for a machine. */
  readonly username?: string;
  /** The app client that the token was issued to. */
  readonly clientId: string;
  /** `cognito:groups`; a machine has none. */
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly claims: TokenClaims;
  /** The user pool, by its name in `userPools`; absent if the application has only one pool. */
  readonly pool?: string;
}
