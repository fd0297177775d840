import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { JsonWebTokenError } from 'jsonwebtoken';
import { verify, type KeyObject } from 'node:crypto';
import { Strategy } from 'passport-jwt';
import type { Problem } from '../../problems/problem';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options';
import type { Claims, Principal } from '../principal';
import { checkClaims, toPrincipal, type ClaimRules } from './claims';
import { JwsReader } from './jws';
import { SigningKeys } from './signing-keys';
import type { SigningKey } from './jwk';
import { tokenInvalid } from './token.problem';

/** One token on its way through the strategy. It is what the strategy takes for a request. */
export interface Attempt {
  readonly token: string;
  /** The key that it was verified with, once it was. */
  key?: KeyObject;
}

type KeyCallback = (error: unknown, key?: KeyObject) => void;

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
      // Its types know PEM text only; a KeyObject is taken as well, and is not parsed anew for every token.
      secretOrKeyProvider: ((attempt: Attempt, _token: string, done: KeyCallback) =>
        this.#provideKey(attempt, done)) as never,
      algorithms: ['RS256'],
      issuer: options.issuer,
      // The times are held against the clock in `checkClaims`, which knows fractions and the tolerance.
      jsonWebTokenOptions: { ignoreNotBefore: true },
      ignoreExpiration: true,
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
   * @returns the caller, and in `attempt.key` the key that the token was verified with.
   * @throws Problem `token_invalid`, `token_expired` or `keys_unavailable`.
   */
  verify(attempt: Attempt): Promise<Principal> {
    return new Promise((resolve, reject) => {
      // As passport does it: each attempt has its own copy of the strategy with its own outcomes.
      const run = Object.assign(Object.create(this) as JwtStrategy, {
        success: resolve,
        error: reject,
        // What is neither a problem nor jsonwebtoken's verdict is a fault of ours, and must not pass for a bad token.
        fail: (reason: Error) => reject(reason instanceof JsonWebTokenError ? notVerified() : reason),
      });
      this.authenticate.call(run, attempt as never);
    });
  }

  #provideKey(attempt: Attempt, answer: KeyCallback): void {
    try {
      const { keyId, payload } = this.#reader.read(attempt.token);
      checkClaims(payload, this.#rules, Date.now() / 1000);
      const known = this.keys.get(keyId);
      const provide = (keys: readonly SigningKey[]) => {
        attempt.key = choose(keys, attempt.token);
        if (attempt.key) answer(null, attempt.key);
        else
          answer(tokenInvalid('The access token is signed with a key that the user pool does not publish.'));
      };
      if (known.length > 0) provide(known);
      else this.keys.find(keyId).then(provide).catch(answer);
    } catch (error) {
      answer(error);
    }
  }
}

const notVerified = (): Problem => tokenInvalid('The signature of the access token does not verify.');

/** The key to verify with: where a pool publishes several under one key id, the one that made the signature. */
function choose(keys: readonly SigningKey[], token: string): KeyObject | undefined {
  if (keys.length < 2) return keys[0]?.key;
  const end = token.lastIndexOf('.');
  const [signed, signature] = [
    Buffer.from(token.slice(0, end)),
    Buffer.from(token.slice(end + 1), 'base64url'),
  ];
  return keys.find(({ key }) => verify('RSA-SHA256', signed, key, signature))?.key;
}
