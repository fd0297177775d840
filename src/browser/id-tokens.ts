import { Inject, Injectable } from '@nestjs/common';
import { createHash, timingSafeEqual, verify } from 'node:crypto';
import { JwsReader, SigningKeys, type TokenClaims as Claims, UserPools } from 'lifeguard-auth';
import type { AccessSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';

/** What an ID token must agree with. */
export interface IdTokenContext {
  /** The app client that asked for it. */
  readonly clientId: string;
  readonly accessToken: string;
  /** The subject of the access token. */
  readonly sub: string;
  /** As it was sent to the hosted pages; undefined where nothing was sent. */
  readonly nonce?: string | undefined;
}

/** Why an ID token was refused, for the log. */
export class IdTokenRefused extends Error {
  override readonly name = 'IdTokenRefused';
}

/** Verifies ID tokens at sign-in (OpenID Connect Core section 3.1.3.7). */
@Injectable()
export class IdTokens {
  readonly #reader = new JwsReader();

  constructor(
    private readonly pools: UserPools,
    private readonly keys: SigningKeys,
    @Inject(SETTINGS.access) private readonly access: AccessSettings,
  ) {}

  /**
   * @throws Problem `token_invalid` unless it is an RS256 JWS, `keys_unavailable` where the keys cannot be read;
   * IdTokenRefused for a signature or a claim that is wrong.
   */
  async verify(token: string, context: IdTokenContext): Promise<Claims> {
    const { keyId, payload, signature, signingInput } = this.#reader.read(token);
    const keys = this.keys.get(keyId) ?? (await this.keys.find(keyId));
    const isSigned = keys?.some(({ key }) => verify('RSA-SHA256', signingInput, key, signature));
    if (!isSigned) throw new IdTokenRefused('the signature does not verify');
    const wrong = this.#wrongClaim(payload, context);
    if (wrong !== undefined) throw new IdTokenRefused(`the claim ${wrong} is wrong`);
    return payload;
  }

  #wrongClaim(claims: Claims, { clientId, accessToken, sub, nonce }: IdTokenContext): string | undefined {
    const now = Date.now() / 1000;
    const tolerance = this.access.clockToleranceSeconds;
    const { exp, iat, at_hash: hash } = claims;
    const holds: Readonly<Record<string, boolean>> = {
      iss: this.pools.issuing(claims.iss) !== undefined,
      aud: claims.aud === clientId,
      token_use: claims.token_use === 'id',
      exp: typeof exp === 'number' && now < exp + tolerance,
      iat: typeof iat === 'number' && iat <= now + tolerance,
      sub: claims.sub === sub,
      nonce: nonce === undefined || isSame(claims.nonce, nonce),
      at_hash: hash === undefined || hash === accessTokenHash(accessToken),
    };
    return Object.keys(holds).find((name) => !holds[name]);
  }
}

/** OpenID Connect Core section 3.1.3.6: the left half of the hash that RS256 uses. */
const accessTokenHash = (token: string): string =>
  createHash('sha256').update(token, 'ascii').digest().subarray(0, 16).toString('base64url');

function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
