import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthenticatedRequest } from 'lifeguard-auth';
import type { LimitSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import type { Rate } from '../config/settings/value.schemas';
import { addressKey } from '../network/client-address';
import { Problem } from '../problems/problem';
import { Counters } from './counters';
import { Refusals, type LimitName } from './refusals';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether `AUTH_RATE_LIMIT` has counted the request. */
    addressCounted: boolean;
  }
}

/** Counts requests against one limit; all routes of a limit share its count. */
class RequestLimit {
  constructor(
    private readonly limit: LimitName,
    private readonly rate: Rate | undefined,
    private readonly counters: Counters,
    private readonly refusals: Refusals,
  ) {}

  /**
   * Counts one request and sets the fields of the IETF draft "RateLimit header fields for HTTP".
   *
   * @throws Problem `rate_limited`
   */
  async take(key: string, reply: FastifyReply): Promise<void> {
    if (!this.rate) return;
    const { limit, seconds } = this.rate;
    const { hits, msLeft } = await this.counters.count(`${this.limit}:${key}`, seconds * 1000);
    const left = Math.max(1, Math.ceil(msLeft / 1000));
    reply
      .header('ratelimit-policy', `"${this.limit}";q=${limit};w=${seconds}`)
      .header('ratelimit', `"${this.limit}";r=${Math.max(0, limit - hits)};t=${left}`);
    if (hits <= limit) return;
    this.refusals.add(this.limit);
    throw new Problem('rate_limited', 'Too many requests; try again later.', { retryAfter: left });
  }
}

/**
 * `AUTH_RATE_LIMIT`: for each client address, for IPv6 each /64. On `/auth` and `/session` the server
 * counts before the body is read; the guard counts the remaining requests.
 */
@Injectable()
export class AddressLimitGuard implements CanActivate {
  readonly #limit: RequestLimit;

  constructor(@Inject(SETTINGS.limits) { auth }: LimitSettings, counters: Counters, refusals: Refusals) {
    this.#limit = new RequestLimit('auth', auth, counters, refusals);
  }

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    await this.count(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return true;
  }

  /** Counts a request, once. */
  async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.addressCounted) return;
    request.addressCounted = true;
    await this.#limit.take(addressKey(request), reply);
  }
}

/** `RATE_LIMIT`: for one principal, on every route that has one. */
@Injectable()
export class PrincipalLimitGuard implements CanActivate {
  readonly #limit: RequestLimit;

  constructor(@Inject(SETTINGS.limits) { principal }: LimitSettings, counters: Counters, refusals: Refusals) {
    this.#limit = new RequestLimit('principal', principal, counters, refusals);
  }

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const { principal } = http.getRequest<FastifyRequest & AuthenticatedRequest>();
    if (principal) await this.#limit.take(principal.sub, http.getResponse<FastifyReply>());
    return true;
  }
}
