import { createHash, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { UserPools } from '../pools/user-pools.ts';
import type { TokenClaims } from '../principal.ts';
import { Problem } from '../problem.ts';
import { identityMismatch } from '../refusals.ts';
import type { Revocations } from '../revocation/revocations.ts';
import { JwsReader, type Jws } from '../tokens/jws.ts';
import { signerOf } from '../tokens/signature.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import { toIdentity, type Identity } from './identity.ts';

interface VerifiedIdToken {
  readonly idToken: string;
  readonly claims: TokenClaims;
  /** The key that signed it. */
  readonly key: KeyObject;
}

/** Further values that an ID token must match. */
export interface IdTokenFacts {
  /** The nonce that was sent to the hosted sign-in pages (OpenID Connect Core section 3.1.3.7). */
  readonly nonce?: string | undefined;
}

/**
 * Verifies ID tokens against the access token of the same sign-in (OpenID Connect Core section 3.1.3.7, and
 * "Verifying JSON web tokens" in the Cognito developer guide).
 */
export class IdTokenVerifier {
  readonly #reader = new JwsReader();
  /** The last identity of each access token that is still in use. */
  readonly #known = new WeakMap<object, VerifiedIdToken>();

  /** @param clockTolerance in seconds. */
  constructor(
    private readonly pools: UserPools,
    private readonly revocations: Revocations,
    private readonly clockTolerance: number,
  ) {}

  /**
   * The identity in an ID token.
   *
   * @param access the verified access token of the same sign-in.
   * @throws Problem `identity_mismatch` if the ID token is invalid or belongs to another person, session,
   * app client or pool; `keys_unavailable` for an outage.
   */
  async verify(idToken: string, access: VerifiedToken, facts: IdTokenFacts = {}): Promise<Identity> {
    const known = this.#known.get(access.principal);
    const isKnown = known?.idToken === idToken && access.pool.keys.has(known.key);
    const verified = isKnown ? known : await this.#verifyOnce(idToken, access);
    const fault = this.#faultOf(verified.claims, access, facts);
    if (fault !== undefined) throw identityMismatch(fault);
    this.#known.set(access.principal, verified);
    return toIdentity(verified.claims, { username: access.principal.username ?? '' });
  }

  /** Checks form, claims, key and signature. */
  async #verifyOnce(idToken: string, access: VerifiedToken): Promise<VerifiedIdToken> {
    const jws = this.#read(idToken);
    const fault = this.#faultOf(jws.payload, access, {}) ?? hashFault(jws.payload, access.token);
    if (fault !== undefined) throw identityMismatch(fault);
    const { keys } = access.pool;
    const found = keys.get(jws.keyId) ?? (await keys.find(jws.keyId));
    const signer = found && signerOf(jws, found);
    if (!signer) throw identityMismatch('The signature of the ID token does not verify.');
    return { idToken, claims: jws.payload, key: signer.key };
  }

  #read(idToken: string): Jws {
    try {
      return this.#reader.read(idToken);
    } catch (error) {
      throw error instanceof Problem
        ? identityMismatch('The ID token is not an RS256 JWS in compact form.')
        : error;
    }
  }

  /** The current fault of the claims; undefined if they are valid. */
  #faultOf(
    claims: TokenClaims,
    { principal, pool }: VerifiedToken,
    { nonce }: IdTokenFacts,
  ): string | undefined {
    const now = Date.now() / 1000;
    const tolerance = this.clockTolerance;
    const { exp, iat, nbf, sub, origin_jti: session } = claims;
    const own = principal.claims.origin_jti;
    if (principal.kind !== 'user') return 'A machine has no ID token.';
    if (this.pools.issuing(claims.iss) !== pool) return 'The ID token was issued by another issuer.';
    if (claims.token_use !== 'id') return 'The token is not an ID token.';
    if (claims.aud !== principal.clientId) return 'The ID token was issued to another app client.';
    if (sub !== principal.sub) return 'The ID token belongs to another person.';
    if (own !== undefined && session !== undefined && session !== own)
      return 'The ID token belongs to another sign-in.';
    if (!isDate(exp) || exp + tolerance <= now) return 'The ID token has expired.';
    if (!isDate(iat) || iat > now + tolerance) return 'The ID token was issued in the future.';
    if (nbf !== undefined && (!isDate(nbf) || nbf > now + tolerance)) return 'The ID token is not valid yet.';
    if (nonce !== undefined && !isSameText(claims.nonce, nonce))
      return 'The nonce of the ID token belongs to another request.';
    return this.#isRevoked(claims, pool.name) ? 'The ID token was revoked.' : undefined;
  }

  #isRevoked(claims: TokenClaims, pool: string | undefined): boolean {
    const { sub, 'cognito:groups': groups } = claims;
    return this.revocations.isRevoked({
      sub: sub as string,
      groups: Array.isArray(groups) ? (groups as string[]) : [],
      claims,
      ...(pool !== undefined && { pool }),
    });
  }
}

const isDate = (value: unknown): value is number => Number.isFinite(value);

/**
 * OpenID Connect Core section 3.1.3.6: the left half of the SHA-256 of the access token. Not every ID token has this
 * claim.
 */
function hashFault({ at_hash: hash }: TokenClaims, accessToken: string): string | undefined {
  if (hash === undefined) return undefined;
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
  return hash === half.toString('base64url') ? undefined : 'The ID token belongs to another access token.';
}

function isSameText(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
