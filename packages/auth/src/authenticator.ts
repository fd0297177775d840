import { IdTokenVerifier, type IdTokenFacts } from './identity/id-token-verifier.ts';
import type { Identity } from './identity/identity.ts';
import type { UserPools } from './pools/user-pools.ts';
import type { Principal } from './principal.ts';
import { Problem } from './problem.ts';
import { forbidden, tokenExpired, tokenInvalid, tokenRevoked } from './refusals.ts';
import type { Revocations } from './revocation/revocations.ts';
import type { AuthStatistics } from './statistics.ts';
import { bearerToken, uncheckedToken } from './tokens/bearer.ts';
import { singleHeader } from './tokens/single-header.ts';
import { TokenCache } from './tokens/token-cache.ts';
import { NOT_VERIFIED, TokenVerifier, type VerifiedToken } from './tokens/token-verifier.ts';
import { VerificationQueue, type Sender } from './tokens/verification-queue.ts';

export interface AuthenticatorOptions {
  /** In seconds. */
  readonly clockTolerance: number;
  readonly realm: string;
}

/** Authenticates requests: finds a known token in the cache, and verifies a new one. */
export class Authenticator {
  readonly #cache = new TokenCache();
  readonly #queue = new VerificationQueue();
  readonly #verifier: TokenVerifier;
  readonly #idTokens: IdTokenVerifier;
  readonly #realm: string;

  constructor(
    { clockTolerance, realm }: AuthenticatorOptions,
    private readonly pools: UserPools,
    private readonly revocations: Revocations,
    private readonly statistics: AuthStatistics,
  ) {
    this.#verifier = new TokenVerifier(pools, clockTolerance);
    this.#idTokens = new IdTokenVerifier(pools, revocations, clockTolerance);
    this.#realm = realm;
    for (const { keys } of pools.all) keys.onRemoval((removed) => this.#cache.forget(removed));
  }

  /** Number of cached tokens. */
  get remembered(): number {
    return this.#cache.size;
  }

  /**
   * The caller of a request, for a handler outside of Nest.
   *
   * @param rawHeaders names and values in turn, as in `IncomingMessage.rawHeaders`.
   * @param options `pool`: the user pool whose tokens are accepted, by its name in `userPools`. Default: the first one.
   * @throws Problem the refusal, with its status, its challenge and its document.
   *
   * @example
   * try {
   *   const caller = await authenticator.authenticate(request.rawHeaders);
   * } catch (error) {
   *   if (!(error instanceof Problem)) throw error;
   *   response.writeHead(error.status, error.headers()).end(JSON.stringify(error.toDocument(requestId)));
   * }
   */
  async authenticate(
    rawHeaders: readonly string[],
    { pool }: { readonly pool?: string } = {},
  ): Promise<Principal> {
    const accepted = this.pools.named(pool);
    if (!accepted) throw new Error(`userPools: there is no ${pool}`);
    const { principal } = await this.identify(rawHeaders);
    return principal.pool === accepted.name ? principal : this.#refuse(forbidden());
  }

  /**
   * The verified token of a request, from any of the pools. Synchronous unless the token has to wait for its turn or
   * for a key, because a promise costs microtasks.
   *
   * @param sender of the request. While tokens are being rejected, new tokens of different senders are
   * verified in turn.
   * @throws Problem the refusals of RFC 6750, `token_revoked` or `keys_unavailable`; a promise rejects with
   * them.
   */
  identify(rawHeaders: readonly string[], sender?: Sender): VerifiedToken | Promise<VerifiedToken> {
    try {
      // Treat an empty header as absent.
      return this.#identify(singleHeader(rawHeaders, 'authorization') ?? '', sender);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  /**
   * Like `identify`, for a token outside a header: in the first message on a WebSocket, or in the payload of a
   * message.
   *
   * @throws Problem as `identify`.
   */
  identifyToken(token: string, sender?: Sender): VerifiedToken | Promise<VerifiedToken> {
    try {
      return this.#identify(`Bearer ${token}`, sender);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  /**
   * The identity in an ID token that accompanies an access token.
   *
   * @param access the verified access token of the same sign-in, from `identify`.
   * @throws Problem `identity_mismatch` if the ID token is invalid, expired, revoked, or belongs to another
   * person, sign-in, app client or pool; `keys_unavailable`.
   */
  async verifyIdToken(idToken: string, access: VerifiedToken, facts?: IdTokenFacts): Promise<Identity> {
    try {
      return await this.#idTokens.verify(idToken, access, facts);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  /**
   * Checks that a verified token is still accepted, for connections and responses that outlive a request.
   *
   * @throws Problem `token_expired`, `token_revoked`, or `token_invalid` once its key was withdrawn.
   */
  recheck(verified: VerifiedToken): void {
    const { expiresAt, pool, key, principal } = verified;
    if (Date.now() / 1000 >= expiresAt) return this.#refuse(tokenExpired());
    if (!pool.keys.has(key)) return this.#refuse(keyWithdrawn());
    if (this.revocations.isRevoked(principal)) return this.#refuse(tokenRevoked());
  }

  #identify(header: string, sender: Sender | undefined): VerifiedToken | Promise<VerifiedToken> {
    const known = this.#cache.find(header);
    if (!known) return this.#verify(header, sender);
    if (this.revocations.isRevoked(known.principal)) throw tokenRevoked();
    this.#queue.noteCacheHit();
    this.statistics.cacheHits += 1;
    this.statistics.accepted += 1;
    return known;
  }

  #verify(header: string, sender: Sender | undefined): VerifiedToken | Promise<VerifiedToken> {
    const token = uncheckedToken(header) ?? bearerToken(header);
    try {
      const verified = this.#queue.run(() => this.#verifier.verify(token), sender);
      if (!(verified instanceof Promise)) return this.#accept(header, verified);
      return verified.then(
        (later) => this.#acceptLater(header, later),
        (error: unknown) => this.#refuse(orMalformed(error, header)),
      );
    } catch (error) {
      throw orMalformed(error, header);
    }
  }

  #acceptLater(header: string, verified: VerifiedToken): VerifiedToken {
    try {
      return this.#accept(header, verified);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  #accept(header: string, verified: VerifiedToken): VerifiedToken {
    // The key set may have been replaced meanwhile; tokens of a removed key are not cached.
    if (!verified.pool.keys.has(verified.key)) throw keyWithdrawn();
    if (this.revocations.isRevoked(verified.principal)) throw tokenRevoked();
    this.#cache.offer(header, verified);
    this.statistics.accepted += 1;
    return verified;
  }

  #refuse(error: unknown): never {
    this.#queue.noteRejection();
    const problem = error instanceof Problem ? error : undefined;
    this.statistics.refused(problem?.code ?? 'internal_error');
    if (problem) problem.realm = this.#realm;
    throw error;
  }
}

const keyWithdrawn = () => tokenInvalid('The signing key of the access token was withdrawn.');

/**
 * The form of the header is checked only after a rejection, because a token that was accepted, or whose signature was
 * checked, always has the right form.
 */
function orMalformed(refusal: unknown, header: string): unknown {
  if (!(refusal instanceof Problem) || refusal.code !== 'token_invalid') return refusal;
  if (refusal.detail === NOT_VERIFIED) return refusal;
  try {
    bearerToken(header);
    return refusal;
  } catch (malformed) {
    return malformed;
  }
}
