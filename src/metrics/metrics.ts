import { Injectable, Optional } from '@nestjs/common';
import { Authenticator, AuthStatistics, Revocations, UserPools } from 'lifeguard-auth';
import { SharedStore } from 'lifeguard-auth/redis';
import type { Registry } from 'prom-client';
import { PermitStatistics } from '../permit/permit.statistics';
import { Refusals } from '../rate-limit/refusals';
import { CognitoMetrics } from './cognito-metrics';
import { RequestMetrics } from './request-metrics';
import type { MetricSources } from './sources';

/** The media type of the Prometheus text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The metrics of the service in Prometheus' text format. The sources count plain numbers; prom-client and
 * its process metrics are loaded on the first scrape.
 */
@Injectable()
export class Metrics implements MetricSources {
  #registry: Registry | undefined;
  #reading: Promise<string> | undefined;

  constructor(
    readonly requests: RequestMetrics,
    readonly cognito: CognitoMetrics,
    readonly statistics: AuthStatistics,
    readonly authenticator: Authenticator,
    readonly pools: UserPools,
    readonly revocations: Revocations,
    readonly refusals: Refusals,
    readonly permits: PermitStatistics,
    @Optional() readonly store?: SharedStore,
  ) {}

  /** The body of `GET /metrics`. Concurrent readers share it. */
  read(): Promise<string> {
    this.#reading ??= this.#write().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #write(): Promise<string> {
    const { registryOf } = require('./registry') as typeof import('./registry');
    this.#registry ??= registryOf(this);
    return this.#registry.metrics();
  }
}
