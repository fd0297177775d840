import type { KeyObject } from 'node:crypto';
import type { Principal } from '../principal.ts';
import type { UserPool } from '../pools/user-pool.ts';
import type { UserPools } from '../pools/user-pools.ts';
import { tokenInvalid } from '../refusals.ts';
import { checkClaims, toPrincipal } from './claims.ts';
import { JwsReader } from './jws.ts';
import { signerOf } from './signature.ts';

/** A token that was verified. */
export interface VerifiedToken {
  readonly token: string;
  readonly principal: Principal;
  /** `exp` in epoch seconds, clock tolerance included. */
  readonly expiresAt: number;
  readonly pool: UserPool;
  /** The key that signed it. */
  readonly key: KeyObject;
}

/** Verifies access tokens that were not seen before. */
export class TokenVerifier {
  readonly #reader = new JwsReader();

  /** @param clockTolerance in seconds. */
  constructor(
    private readonly pools: UserPools,
    private readonly clockTolerance: number,
  ) {}

  /**
   * Form, claims, key, signature, principal: each step costs more than the one before, and only all of them together
   * accept a token.
   *
   * @throws Problem `token_invalid`, `token_expired` or `keys_unavailable`.
   */
  async verify(token: string): Promise<VerifiedToken> {
    const jws = this.#reader.read(token);
    const claims = jws.payload;

    const pool = this.pools.issuing(claims.iss);
    if (!pool) throw tokenInvalid('The access token is of another issuer.');
    checkClaims(claims, pool.clientIds, this.clockTolerance, Date.now() / 1000);

    const keys = pool.keys.get(jws.keyId) ?? (await pool.keys.find(jws.keyId));
    if (!keys)
      throw tokenInvalid('The access token is signed with a key that the user pool does not publish.');
    // The key id is that of a published key, so few headers are remembered.
    this.#reader.remember(jws);

    const signer = signerOf(jws, keys);
    if (!signer) {
      pool.keys.doubt();
      throw tokenInvalid('The signature of the access token does not verify.');
    }

    const principal = toPrincipal(claims, pool.name);
    const expiresAt = (claims.exp as number) + this.clockTolerance;
    return { token, principal, expiresAt, pool, key: signer.key };
  }
}
