import { Inject, Injectable } from '@nestjs/common';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options.ts';
import { Problem } from '../problem.ts';
import { Revocations } from '../revocation/revocations.ts';
import { AuthStatistics } from '../statistics.ts';
import type { Principal } from '../principal.ts';
import { authorizationHeader, bearerToken, usualToken } from './bearer.ts';
import { JwtStrategy, type Attempt } from './jwt.strategy.ts';
import { SigningKeys } from './signing-keys.ts';
import { tokenInvalid, tokenRevoked } from '../refusals.ts';
import { Turns } from './turns.ts';
import { VerifiedTokens, type VerifiedToken } from './verified-tokens.ts';

/** Turns the headers of a request into the caller: a token seen before is found at once, a new one is verified. */
@Injectable()
export class AccessTokens {
  readonly #verified = new VerifiedTokens();
  readonly #turns = new Turns();
  readonly #toleranceSeconds: number;

  constructor(
    @Inject(AUTH_OPTIONS) options: AuthOptions,
    private readonly strategy: JwtStrategy,
    private readonly keys: SigningKeys,
    private readonly revocations: Revocations,
    private readonly statistics: AuthStatistics,
  ) {
    this.#toleranceSeconds = options.clockToleranceSeconds;
    statistics.rememberedTokens = () => this.#verified.size;
    keys.onRemoval((removed) => this.#verified.forget(removed));
  }

  /**
   * The caller of a request. Nothing asynchronous stands between a token that was seen before and its answer.
   *
   * @param rawHeaders names and values in turn.
   * @throws Problem `token_missing`, `invalid_request` or `token_revoked`; a new token's promise rejects with the
   * other refusals of RFC 6750.
   */
  authenticate(rawHeaders: readonly string[]): VerifiedToken | Promise<VerifiedToken> {
    try {
      // An empty header says as little as none.
      const header = authorizationHeader(rawHeaders) ?? '';
      const known = this.#verified.find(header);
      if (!known) return this.#verify(header);
      this.#unlessRevoked(known);
      this.statistics.cacheHits += 1;
      this.statistics.accepted += 1;
      return known;
    } catch (error) {
      return this.#refused(error);
    }
  }

  #verify(header: string): Promise<VerifiedToken> {
    const attempt: Attempt = { token: usualToken(header) ?? bearerToken(header) };
    return this.#turns
      .take(() => this.strategy.verify(attempt))
      .then(
        (principal) => this.#accept(header, attempt, principal),
        (error: unknown) => this.#refused(isInvalid(error) ? orMalformed(error, header) : error),
      );
  }

  #accept(header: string, { token, signature }: Attempt, principal: Principal): VerifiedToken {
    const key = signature?.key;
    // The set of keys may have been replaced in the meantime, and what has left it is not remembered.
    if (!key || !this.keys.has(key)) {
      return this.#refused(tokenInvalid('The signing key of the access token was withdrawn.'));
    }
    if (this.revocations.isRevoked(principal)) return this.#refused(tokenRevoked());
    const expiresAt = (principal.claims.exp as number) + this.#toleranceSeconds;
    const verified = { header, token, principal, expiresAt, key };
    this.#verified.remember(verified);
    this.statistics.accepted += 1;
    return verified;
  }

  #unlessRevoked({ principal }: VerifiedToken): void {
    if (this.revocations.isRevoked(principal)) throw tokenRevoked();
  }

  #refused(error: unknown): never {
    this.#turns.refused();
    this.statistics.refused(error instanceof Problem ? error.code : 'internal_error');
    throw error;
  }
}

const isInvalid = (error: unknown): boolean => error instanceof Problem && error.code === 'token_invalid';

/** Whether a token that was refused was one b64token at all is asked last: an accepted one always is. */
function orMalformed(refusal: unknown, header: string): unknown {
  try {
    bearerToken(header);
    return refusal;
  } catch (malformed) {
    return malformed;
  }
}
