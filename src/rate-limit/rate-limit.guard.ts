import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthenticatedRequest } from 'lifeguard-auth';
import type { Rate } from '../config/settings/value.schemas';
import type { LimitSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { Counters } from './counters';
import { Refusals, type LimitName } from './refusals';

/**
 * One limit: whom it counts, and how much that caller may do. The guard of the library names providers of its own for
 * its first two parameters; a subclass has to name others for both.
 */
abstract class RateLimitGuard extends ThrottlerGuard {
  protected constructor(
    private readonly limit: LimitName,
    private readonly rate: Rate | undefined,
    storage: Counters,
    reflector: Reflector,
    private readonly refusals: Refusals,
  ) {
    // A limit that is off is skipped; the guard of the library warns of having none.
    const { limit: most, seconds } = rate ?? { limit: Infinity, seconds: 1 };
    super({ throttlers: [{ name: limit, limit: most, ttl: seconds * 1000 }] }, storage, reflector);
  }

  protected override shouldSkip(_context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(this.rate === undefined);
  }

  /** All routes of a limit share its count. */
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return `${this.limit}:${tracker}`;
  }

  /** Answers with the fields of the IETF draft "RateLimit header fields for HTTP". */
  protected override async handleRequest(request: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, throttler } = request;
    const tracker = await request.getTracker(context.switchToHttp().getRequest(), context);
    const key = this.generateKey(context, tracker);
    const name = throttler.name ?? this.limit;
    const { totalHits, timeToExpire, isBlocked } = await this.storageService.increment(
      key,
      ttl,
      limit,
      ttl,
      name,
    );
    context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .header('ratelimit-policy', `"${this.limit}";q=${limit};w=${ttl / 1000}`)
      .header('ratelimit', `"${this.limit}";r=${Math.max(0, limit - totalHits)};t=${timeToExpire}`);
    if (!isBlocked) return true;
    this.refusals.add(this.limit);
    throw new Problem('rate_limited', 'Too many requests; try again later.', { retryAfter: timeToExpire });
  }
}

/** `AUTH_RATE_LIMIT`: for one client address, an IPv6 one by its /64, on the routes that take credentials. */
@Injectable()
export class AddressLimitGuard extends RateLimitGuard {
  constructor(
    @Inject(SETTINGS.limits) settings: LimitSettings,
    @Inject(Counters) storage: Counters,
    reflector: Reflector,
    refusals: Refusals,
  ) {
    super('auth', settings.auth, storage, reflector, refusals);
  }
}

/** `RATE_LIMIT`: for one principal, on every route that has one. */
@Injectable()
export class PrincipalLimitGuard extends RateLimitGuard {
  constructor(
    @Inject(SETTINGS.limits) settings: LimitSettings,
    @Inject(Counters) storage: Counters,
    reflector: Reflector,
    refusals: Refusals,
  ) {
    super('principal', settings.principal, storage, reflector, refusals);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const { principal } = context.switchToHttp().getRequest<FastifyRequest & AuthenticatedRequest>();
    return principal === undefined ? Promise.resolve(true) : super.shouldSkip(context);
  }

  protected override getTracker(request: AuthenticatedRequest): Promise<string> {
    return Promise.resolve(request.principal?.sub ?? '');
  }
}
