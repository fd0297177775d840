import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options.ts';
import type { Claims, Principal } from '../principal.ts';
import { checkClaims, toPrincipal, type ClaimRules } from './claims.ts';
import type { SigningKey } from './jwk.ts';
import { JwsReader, type Jws } from './jws.ts';
import { Rs256, verifyRs256Natively } from './rs256.ts';
import { SigningKeys } from './signing-keys.ts';
import { tokenInvalid } from '../refusals.ts';

/** One token on its way through the strategy. It is what the strategy takes for a request. */
export interface Attempt {
  readonly token: string;
  /** The verification of its signature; it knows the key afterwards. */
  signature?: Rs256;
}

type KeyCallback = (error: unknown, key?: Rs256) => void;

verifyRs256Natively();

/**
 * The one authority for access tokens: passport-jwt over the pool's published keys. The order is: the form, the
 * claims, the key, the signature; each is cheaper than the next, and only all of them together accept a token.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'cognito-access-token') {
  readonly #reader = new JwsReader();
  readonly #rules: ClaimRules;

  constructor(
    @Inject(AUTH_OPTIONS) options: AuthOptions,
    private readonly keys: SigningKeys,
  ) {
    super({
      jwtFromRequest: (attempt: unknown) => (attempt as Attempt).token,
      // Its types know PEM text only; what is provided here verifies by itself, see `verifyRs256Natively`.
      secretOrKeyProvider: ((attempt: Attempt, _token: string, done: KeyCallback) =>
        this.#provideKey(attempt, done)) as never,
    });
    this.#rules = { ...options, clientIds: new Set(options.clientIds) };
  }

  /** The caller that a token speaks of whose signature has been verified. */
  validate(claims: Claims): Principal {
    return toPrincipal(claims);
  }

  /**
   * Runs the strategy on one token.
   *
   * @returns the caller; `attempt.signature` knows the key that the token was verified with.
   * @throws Problem `token_invalid`, `token_expired` or `keys_unavailable`.
   */
  verify(attempt: Attempt): Promise<Principal> {
    return new Promise((resolve, reject) => {
      // As passport does it: each attempt has its own copy of the strategy with its own outcomes.
      const run = Object.create(this) as JwtStrategy & Record<'success' | 'error' | 'fail', unknown>;
      run.success = resolve;
      run.error = reject;
      run.fail = reject;
      run.authenticate(attempt as never);
    });
  }

  #provideKey(attempt: Attempt, answer: KeyCallback): void {
    try {
      const jws = this.#reader.read(attempt.token);
      checkClaims(jws.payload, this.#rules, Date.now() / 1000);
      const known = this.keys.get(jws.keyId);
      if (known.length > 0) this.#provide(attempt, jws, known, answer);
      else {
        const provide = (keys: readonly SigningKey[]) => this.#provide(attempt, jws, keys, answer);
        this.keys.find(jws.keyId).then(provide).catch(answer);
      }
    } catch (error) {
      answer(error);
    }
  }

  #provide(attempt: Attempt, jws: Jws, keys: readonly SigningKey[], answer: KeyCallback): void {
    if (keys.length === 0) {
      throw tokenInvalid('The access token is signed with a key that the user pool does not publish.');
    }
    // Its key id belongs to a published key, so that few headers come this far.
    this.#reader.remember(jws);
    attempt.signature = new Rs256(jws, keys);
    answer(null, attempt.signature);
  }
}
