import { Injectable, Optional, ServiceUnavailableException } from '@nestjs/common';
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorFunction,
} from '@nestjs/terminus';
import { Revocations, SigningKeys } from 'lifeguard-auth';
import { Problem } from '../problems/problem';
import { SharedStore } from 'lifeguard-auth/redis';
import { Draining } from '../shutdown/draining';

/** What the service answers while it is ready, part by part. */
export interface Ready {
  status: 'ok';
  details: Record<string, { status: 'up' }>;
}

/** Whether everything is there that serving a request takes. */
@Injectable()
export class Readiness {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly keys: SigningKeys,
    private readonly revocations: Revocations,
    private readonly draining: Draining,
    @Optional() private readonly store?: SharedStore,
  ) {}

  /** @throws Problem `not_ready` naming each part that is down. */
  async check(): Promise<Ready> {
    try {
      const { details } = await this.health.check(this.#parts());
      return {
        status: 'ok',
        details: Object.fromEntries(Object.keys(details).map((name) => [name, { status: 'up' }])),
      };
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const { error: down = {} } = error.getResponse() as HealthCheckResult;
      throw new Problem('not_ready', 'A part that requests need is not there yet, or is gone.', {
        errors: Object.keys(down).map((path) => ({ path, message: 'is down' })),
        retryAfter: 1,
      });
    }
  }

  #parts(): HealthIndicatorFunction[] {
    const { store } = this;
    return [
      () => this.#indicate('keys', this.keys.loaded),
      // A token that was revoked before this instance started must not be accepted by it.
      () => this.#indicate('revocations', this.revocations.synced),
      // What balances the load is to send its requests elsewhere before no connection is accepted any more.
      ...(this.draining.begun ? [() => this.#indicate('shutdown', false)] : []),
      ...(store ? [() => this.#indicate('redis', store.up)] : []),
    ];
  }

  #indicate(name: string, isUp: boolean) {
    const indicator = this.indicators.check(name);
    return isUp ? indicator.up() : indicator.down();
  }
}
