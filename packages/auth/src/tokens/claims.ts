import type { Principal, TokenClaims } from '../principal.ts';
import { tokenExpired, tokenInvalid } from '../refusals.ts';

/**
 * Checks the claims of a Cognito access token (RFC 7519 section 4.1, RFC 8725 section 3, and "Verifying JSON
 * web tokens" in the Cognito developer guide). This is cheaper than verifying the signature, so it comes
 * first; only a token that passes both is accepted. The caller has matched the issuer, which determines the
 * pool.
 *
 * @param clockTolerance in seconds.
 * @param now seconds since the epoch, with a fraction.
 * @throws Problem `token_expired` or `token_invalid`.
 */
export function checkClaims(
  claims: TokenClaims,
  clientIds: ReadonlySet<string>,
  clockTolerance: number,
  now: number,
): void {
  if (claims.token_use !== 'access') throw tokenInvalid('The token is not an access token.');
  const clientId = claims.client_id;
  if (typeof clientId !== 'string' || !clientIds.has(clientId)) {
    throw tokenInvalid('The access token was issued to another app client.');
  }
  checkTimes(claims, clockTolerance, now);
  checkTypes(claims);
}

const isNumericDate = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function checkTimes({ exp, nbf, iat }: TokenClaims, tolerance: number, now: number): void {
  if (!isNumericDate(exp)) throw tokenInvalid('The access token has no valid expiry time.');
  if (!isNumericDate(iat) || iat > now + tolerance) {
    throw tokenInvalid('The access token has no valid time of issue, or was issued in the future.');
  }
  if (nbf !== undefined && (!isNumericDate(nbf) || nbf > now + tolerance)) {
    throw tokenInvalid('The access token is not valid yet.');
  }
  if (exp + tolerance <= now) throw tokenExpired();
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value);

const isListOfText = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function checkTypes(claims: TokenClaims): void {
  const { sub, scope, username, jti, origin_jti: originJti } = claims;
  const groups = claims['cognito:groups'];
  const right =
    isText(sub) &&
    (groups === undefined || isListOfText(groups)) &&
    (scope === undefined || typeof scope === 'string') &&
    [username, jti, originJti].every(isTextOrAbsent);
  if (!right) throw tokenInvalid('A claim of the access token is of the wrong type.');
}

/**
 * The caller of checked claims. A person's token has a `username`; a machine's (client credentials) has none, and its
 * `sub` is its client id. A person's token may also have `scope` and `client_id`, so neither tells them apart.
 *
 * @param pool the name of the user pool if there are several.
 * @throws Problem `token_invalid` for a token of neither kind.
 */
export function toPrincipal(claims: TokenClaims, pool?: string): Principal {
  const sub = claims.sub as string;
  const clientId = claims.client_id as string;
  const username = claims.username as string | undefined;
  if (username === undefined && sub !== clientId) {
    throw tokenInvalid('The access token is of neither a person nor a machine.');
  }
  deepFreeze(claims);
  return Object.freeze(new VerifiedPrincipal(claims, sub, clientId, username, pool));
}

/**
 * A class, for the same reason as `VerifiedToken`. Members are declared without initialisers, so that optional ones
 * stay absent.
 */
class VerifiedPrincipal implements Principal {
  declare readonly kind: Principal['kind'];
  declare readonly sub: string;
  declare readonly username?: string;
  declare readonly clientId: string;
  declare readonly groups: readonly string[];
  declare readonly scopes: readonly string[];
  declare readonly claims: TokenClaims;
  declare readonly pool?: string;

  constructor(
    claims: TokenClaims,
    sub: string,
    clientId: string,
    username: string | undefined,
    pool: string | undefined,
  ) {
    this.kind = username === undefined ? 'client' : 'user';
    this.sub = sub;
    if (username !== undefined) this.username = username;
    this.clientId = clientId;
    // A machine belongs to no group: Cognito cannot put it into one.
    this.groups =
      username === undefined ? NO_NAMES : ((claims['cognito:groups'] as string[] | undefined) ?? NO_NAMES);
    this.scopes = scopesOf((claims.scope as string | undefined) ?? '');
    this.claims = claims;
    if (pool !== undefined) this.pool = pool;
  }
}

const NO_NAMES: readonly string[] = Object.freeze([]);

/** The scopes of `scope` claims. Most tokens of an app client have the same. */
const scopesByClaim = new Map<string, readonly string[]>();
const MAX_SCOPE_CLAIMS = 64;

function scopesOf(scope: string): readonly string[] {
  const known = scopesByClaim.get(scope);
  if (known) return known;
  // Cognito puts one space between two scopes; other issuers may put more.
  const scopes = Object.freeze(scope.split(' ').filter((name) => name !== ''));
  if (scopesByClaim.size >= MAX_SCOPE_CLAIMS) scopesByClaim.clear();
  scopesByClaim.set(scope, scopes);
  return scopes;
}

/**
 * Freezes a value deeply: one principal serves many requests, and no handler may change what the next one
 * sees. The depth limit of the token's JSON bounds the recursion.
 */
function deepFreeze<T extends object>(value: T): T {
  // `for … in` is slower: it looks for inherited names as well.
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member as object);
  }
  return Object.freeze(value);
}
