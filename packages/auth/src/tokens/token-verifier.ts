import type { KeyObject } from 'node:crypto';
import type { SigningKey } from '../keys/jwk.ts';
import type { UserPool } from '../pools/user-pool.ts';
import type { UserPools } from '../pools/user-pools.ts';
import type { Principal } from '../principal.ts';
import { tokenInvalid } from '../refusals.ts';
import { checkClaims, toPrincipal } from './claims.ts';
import { JwsReader, type Jws } from './jws.ts';
import { signerOf } from './signature.ts';

/**
 * A verified token.
 *
 * A class, like the principal: if most objects of a literal live long, V8 allocates all of them in the old
 * generation, and those of tokens that are not cached stay there until the next full garbage collection.
 */
export class VerifiedToken {
  constructor(
    readonly token: string,
    readonly principal: Principal,
    /** `exp` in epoch seconds, clock tolerance included. */
    readonly expiresAt: number,
    readonly pool: UserPool,
    /** The key that signed it. */
    readonly key: KeyObject,
  ) {}

  /** The value of the `Authorization` header, once the token is cached. */
  header?: string | undefined;
  /** An object that the application derives once from the principal and that is kept as long as the token. */
  derived?: object | undefined;
}

/** The detail of a refusal that only a token of the right form can get. */
export const NOT_VERIFIED = 'The signature of the access token does not verify.';

/** Verifies access tokens that are not cached. */
export class TokenVerifier {
  readonly #reader = new JwsReader();

  /** @param clockTolerance in seconds. */
  constructor(
    private readonly pools: UserPools,
    private readonly clockTolerance: number,
  ) {}

  /**
   * Checks form, claims, key and signature, the cheapest first, and creates the principal.
   *
   * @returns a promise only if the key has to be fetched.
   * @throws Problem `token_invalid`, `token_expired` or `keys_unavailable`; the promise rejects with them.
   */
  verify(token: string): VerifiedToken | Promise<VerifiedToken> {
    const jws = this.#reader.read(token);
    const claims = jws.payload;

    const pool = this.pools.issuing(claims.iss);
    if (!pool) throw tokenInvalid('The access token was issued by another issuer.');
    checkClaims(claims, pool.clientIds, this.clockTolerance, Date.now() / 1000);

    const keys = pool.keys.get(jws.keyId);
    if (keys) return this.#verifyWith(keys, token, jws, pool);
    return pool.keys.find(jws.keyId).then((found) => this.#verifyWith(found, token, jws, pool));
  }

  #verifyWith(
    keys: readonly SigningKey[] | undefined,
    token: string,
    jws: Jws,
    pool: UserPool,
  ): VerifiedToken {
    if (!keys)
      throw tokenInvalid('The access token is signed with a key that the user pool does not publish.');
    // Only headers with a published key id are cached, so there are few.
    this.#reader.remember(jws);

    const signer = signerOf(jws, keys);
    if (!signer) {
      pool.keys.noteBadSignature();
      throw tokenInvalid(NOT_VERIFIED);
    }

    const claims = jws.payload;
    const principal = toPrincipal(claims, pool.name);
    const expiresAt = (claims.exp as number) + this.clockTolerance;
    return new VerifiedToken(token, principal, expiresAt, pool, signer.key);
  }
}
