import { Injectable } from '@nestjs/common';
import { Revocations } from 'lifeguard-auth';
import { CognitoClock } from '../cognito/cognito-clock';
import { badCredentials } from '../cognito/not-authorized';
import { Problem } from '../problems/problem';
import type { Tokens } from './sign-in.schemas';

/** Maximum number of renewals because the service would refuse the tokens. Each takes about a second. */
const MAX_RENEWALS = 3;

/**
 * Ensures that the service does not issue tokens that it would refuse. Tokens have times in whole seconds:
 * one that Cognito issues after a revocation, but in the same second, cannot be distinguished from earlier
 * ones.
 */
@Injectable()
export class IssuedTokens {
  constructor(
    private readonly revocations: Revocations,
    private readonly clock: CognitoClock,
  ) {}

  /**
   * Returns the tokens or, if they would be refused, newer ones that were issued after the second of the revocation.
   *
   * @param renew gets tokens for a refresh token.
   * @param refreshToken the refresh token that was used; it remains valid if no new one was issued.
   * @throws Problem `bad_credentials` if their session was revoked; the errors of `renew`.
   */
  async accepted(
    tokens: Tokens,
    renew: (refreshToken: string, username: string | undefined) => Promise<Tokens>,
    refreshToken = tokens.refreshToken,
  ): Promise<Tokens> {
    let newest = tokens;
    for (let renewals = 0; ; renewals += 1) {
      const { upTo, username } = this.#refusal(newest.accessToken);
      if (upTo === undefined) return newest;
      if (upTo === Infinity) throw badCredentials(new Error('The session of the tokens was revoked'));
      await this.clock.passed(upTo);
      const last = newest.refreshToken ?? refreshToken;
      if (last === undefined || renewals === MAX_RENEWALS) throw refusedForNow();
      newest = { ...newest, ...(await renew(last, username)) };
    }
  }

  /** The last second whose tokens are refused; undefined for tokens that are accepted. */
  #refusal(accessToken: string): { upTo?: number; username?: string } {
    if (this.revocations.size === 0) return {};
    const claims = claimsOf(accessToken);
    const { sub, username, 'cognito:groups': groups } = claims;
    if (typeof sub !== 'string') return {};
    const names = Array.isArray(groups) ? groups.filter((name) => typeof name === 'string') : [];
    const refusal = this.revocations.find({ sub, groups: names, claims });
    return {
      ...(refusal && { upTo: refusal.upTo }),
      ...(typeof username === 'string' && { username }),
    };
  }
}

/** The claims of a token that comes from Cognito itself; none unless it is a JWT. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const refusedForNow = (): Problem =>
  new Problem('cognito_unavailable', 'New tokens are refused for a moment after a revocation; try again.', {
    retryAfter: 2,
  });
