import type { Principal, TokenClaims } from '../principal.ts';
import { tokenExpired, tokenInvalid } from '../refusals.ts';

/**
 * Checks the claims of a Cognito access token (RFC 7519 section 4.1, RFC 8725 section 3, and "Verifying JSON web tokens"
 * in the Cognito developer guide). That is cheap beside a signature, so it is done before one is verified; only a token
 * that passes both is accepted. The issuer was looked at before: it decides which pool's rules hold.
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
    throw tokenInvalid('The access token is of another app client.');
  }
  checkTimes(claims, clockTolerance, now);
  checkTypes(claims);
}

const isNumericDate = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function checkTimes({ exp, nbf, iat }: TokenClaims, tolerance: number, now: number): void {
  if (!isNumericDate(exp)) throw tokenInvalid('The access token does not say when it expires.');
  if (!isNumericDate(iat) || iat > now + tolerance) {
    throw tokenInvalid('The access token does not say when it was issued, or was issued in the future.');
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
 * The caller of checked claims. A person's token carries a `username`; a machine's (client credentials)
 * carries none, and its `sub` is its client id. A normal user's token has `scope` and `client_id` too, so neither
 * tells them apart.
 *
 * @param pool the name of the user pool, where there are several.
 * @throws Problem `token_invalid` for a token with neither mark.
 */
export function toPrincipal(claims: TokenClaims, pool?: string): Principal {
  const sub = claims.sub as string;
  const clientId = claims.client_id as string;
  const username = claims.username as string | undefined;
  if (username === undefined && sub !== clientId) {
    throw tokenInvalid('The access token is of neither a person nor a machine.');
  }
  return deepFreeze(new VerifiedPrincipal(claims, sub, clientId, username, pool));
}

/** A class, as `VerifiedToken` is one and for the same reason. Its members are declared only: an absent one is absent. */
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
    // A machine belongs to no group: nothing in Cognito could have put it into one.
    this.groups = username === undefined ? [] : ((claims['cognito:groups'] as string[] | undefined) ?? []);
    this.scopes = scopesOf((claims.scope as string | undefined) ?? '');
    this.claims = claims;
    if (pool !== undefined) this.pool = pool;
  }
}

const scopesOf = (scope: string): string[] =>
  scope.includes(' ') ? scope.split(' ').filter((name) => name !== '') : scope === '' ? [] : [scope];

/**
 * One principal serves many requests, so that no handler may change what the next one sees. The recursion is bounded by
 * the depth that the token's JSON was allowed.
 */
function deepFreeze<T extends object>(value: T): T {
  // Its members are those of parsed JSON and of the principal: nothing is inherited that could be enumerated.
  for (const name in value) {
    const member = value[name];
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
