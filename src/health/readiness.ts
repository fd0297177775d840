import { Inject, Injectable, Optional, ServiceUnavailableException } from '@nestjs/common';
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorFunction,
} from '@nestjs/terminus';
import { Revocations, SigningKeys } from 'lifeguard-auth';
import { SharedStore } from 'lifeguard-auth/redis';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { Draining } from '../shutdown/draining';
import { PartsDown } from './parts-down';

/** One dependency of the service while it is up. */
interface UpPart {
  status: 'up';
  /** Where browser sessions are stored. Those in the process are lost when it ends. */
  keptIn?: 'process' | 'redis';
}

/** The response of a ready service, by dependency. */
interface Ready {
  status: 'ok';
  details: Record<string, UpPart>;
}

/** The name of the part for browser sessions. */
const SESSIONS = 'sessions';

/** Whether every dependency that requests need is available. */
@Injectable()
export class Readiness {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly keys: SigningKeys,
    private readonly revocations: Revocations,
    private readonly draining: Draining,
    @Inject(SETTINGS.browser) private readonly browser: Settings['browser'],
    @Optional() private readonly store?: SharedStore,
  ) {}

  /** @throws Problem `not_ready` naming each dependency that is down. */
  async check(): Promise<Ready> {
    try {
      const { details } = await this.health.check(this.#parts());
      return {
        status: 'ok',
        details: Object.fromEntries(Object.keys(details).map((name) => [name, this.#upPart(name)])),
      };
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const { error: down = {} } = error.getResponse() as HealthCheckResult;
      const parts = Object.keys(down);
      throw new Problem('not_ready', 'One or more dependencies are unavailable.', {
        errors: parts.map((path) => ({ path, message: 'is down' })),
        retryAfter: 1,
        cause: new PartsDown(parts),
      });
    }
  }

  #parts(): HealthIndicatorFunction[] {
    const { store } = this;
    return [
      () => this.#indicate('keys', this.keys.loaded),
      // This instance must not accept a token that was revoked before it started.
      () => this.#indicate('revocations', this.revocations.synced),
      // The load balancer must stop sending requests before the service stops accepting connections.
      ...(this.draining.begun ? [() => this.#indicate('shutdown', false)] : []),
      ...(store ? [() => this.#indicate('redis', store.up)] : []),
      // Sessions in Redis need Redis; sessions in the process are always available.
      ...(this.browser ? [() => this.#indicate(SESSIONS, store?.up ?? true)] : []),
    ];
  }

  #upPart(name: string): UpPart {
    if (name !== SESSIONS) return { status: 'up' };
    return { status: 'up', keptIn: this.store ? 'redis' : 'process' };
  }

  #indicate(name: string, isUp: boolean) {
    const indicator = this.indicators.check(name);
    return isUp ? indicator.up() : indicator.down();
  }
}
