import { Inject, Injectable } from '@nestjs/common';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options';
import { Problem } from '../../problems/problem';
import { Revocations } from '../revocation/revocations';
import { AuthStatistics } from '../statistics';
import { authorizationHeader, bearerToken } from './bearer';
import { JwtStrategy, type Attempt } from './jwt.strategy';
import { SigningKeys } from './signing-keys';
import { tokenInvalid, tokenRevoked } from './token.problem';
import { VerifiedTokens, type VerifiedToken } from './verified-tokens';

/** Turns the headers of a request into the caller: a token seen before is found at once, a new one is verified. */
@Injectable()
export class AccessTokens {
  readonly #verified = new VerifiedTokens();
  readonly #toleranceMs: number;

  constructor(
    @Inject(AUTH_OPTIONS) options: AuthOptions,
    private readonly strategy: JwtStrategy,
    private readonly keys: SigningKeys,
    private readonly revocations: Revocations,
    private readonly statistics: AuthStatistics,
  ) {
    this.#toleranceMs = options.clockToleranceSeconds * 1000;
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
      const header = authorizationHeader(rawHeaders);
      const known = header === undefined ? undefined : this.#verified.find(header);
      if (!known) return this.#verify(bearerToken(header)).catch((error: unknown) => this.#refused(error));
      this.#unlessRevoked(known);
      this.statistics.cacheHits += 1;
      this.statistics.accepted += 1;
      return known;
    } catch (error) {
      return this.#refused(error);
    }
  }

  async #verify(token: string): Promise<VerifiedToken> {
    const attempt: Attempt = { token };
    const principal = await this.strategy.verify(attempt);
    const { key } = attempt;
    // The set of keys may have been replaced in the meantime, and what has left it is not remembered.
    if (!key || !this.keys.has(key)) throw tokenInvalid('The signing key of the access token was withdrawn.');
    const expiresAt = (principal.claims.exp as number) * 1000 + this.#toleranceMs;
    const verified = { token, principal, expiresAt, key };
    this.#unlessRevoked(verified);
    this.#verified.remember(verified);
    this.statistics.accepted += 1;
    return verified;
  }

  #unlessRevoked({ principal }: VerifiedToken): void {
    if (this.revocations.isRevoked(principal)) throw tokenRevoked();
  }

  #refused(error: unknown): never {
    this.statistics.refused(error instanceof Problem ? error.code : 'internal_error');
    throw error;
  }
}
