import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { SigningKeys } from '../auth/tokens/signing-keys';
import { Problem } from '../problems/problem';

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
  ) {}

  /** @throws Problem `not_ready` naming each part that is down. */
  async check(): Promise<Ready> {
    try {
      const { details } = await this.health.check([() => this.#keys()]);
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

  #keys() {
    const indicator = this.indicators.check('keys');
    return this.keys.loaded ? indicator.up() : indicator.down();
  }
}
