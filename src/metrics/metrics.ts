import { Inject, Injectable, Optional } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { AuthStatistics } from '../auth/statistics';
import { Revocations } from '../auth/revocation/revocations';
import { CallObserver } from '../cognito/call-observer';
import { quotaOf } from '../cognito/quota';
import { Refusals } from '../rate-limit/refusals';
import { SharedStore } from '../shared-store/redis';
import { METRICS, type MetricName } from './catalogue';
import { RequestMetrics } from './request-metrics';

type Counts = ReadonlyMap<string, number>;

/** The metrics of the service, in the form that Prometheus reads. */
@Injectable()
export class Metrics extends CallObserver {
  readonly registry = new Registry();
  readonly #cognitoCalls: Counter;
  readonly #cognitoTimes: Histogram;
  readonly #quotaCalls: Counter;

  constructor(
    @Inject(RequestMetrics) requests: RequestMetrics,
    private readonly statistics: AuthStatistics,
    private readonly revocations: Revocations,
    refusals: Refusals,
    @Optional() private readonly store?: SharedStore,
  ) {
    super();
    collectDefaultMetrics({ register: this.registry });
    requests.registerIn(this.registry);
    this.#cognitoCalls = this.#counter('lifeguard_cognito_calls_total');
    this.#quotaCalls = this.#counter('lifeguard_cognito_quota_calls_total');
    this.#cognitoTimes = this.#histogram('lifeguard_cognito_call_duration_seconds');
    this.#readAuth();
    this.#counts('lifeguard_rate_limited_total', () => refusals.counts);
    this.#readStore();
  }

  /** The text of `GET /metrics`. */
  read(): Promise<string> {
    return this.registry.metrics();
  }

  observe(action: string, result: string, ms: number): void {
    this.#cognitoCalls.inc({ action, result });
    this.#quotaCalls.inc({ category: quotaOf(action) });
    this.#cognitoTimes.observe({ action }, ms / 1000);
  }

  #readAuth(): void {
    const { statistics, revocations } = this;
    this.#counts(
      'lifeguard_token_verdicts_total',
      () => new Map([...statistics.refusals, ['accepted', statistics.accepted]]),
    );
    this.#counts('lifeguard_token_cache_hits_total', () => new Map([['', statistics.cacheHits]]));
    this.#counts('lifeguard_key_reads_total', () => statistics.keyReads);
    this.#gauge('lifeguard_token_cache_size', () => statistics.rememberedTokens());
    this.#gauge('lifeguard_keys', () => statistics.keys());
    this.#gauge('lifeguard_revocations', () => revocations.size);
    this.#counts('lifeguard_revocations_recorded_total', () => revocations.recordedByKind);
    this.#gauge('lifeguard_revocations_pending', () => revocations.pending);
  }

  #readStore(): void {
    const { store } = this;
    if (store) this.#gauge('lifeguard_shared_store_up', () => (store.up ? 1 : 0));
  }

  #counter(name: MetricName): Counter {
    const { help, labels } = METRICS[name];
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  #histogram(name: MetricName): Histogram {
    const { help, labels } = METRICS[name];
    return new Histogram({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** A counter that somebody else counts as plain numbers, by its one label. */
  #counts(name: MetricName, read: () => Counts): void {
    const { help, labels } = METRICS[name];
    const [label] = labels;
    const collect = function (this: Counter): void {
      this.reset();
      for (const [value, count] of read()) this.inc(label ? { [label]: value } : {}, count);
    };
    this.registry.registerMetric(new Counter({ name, help, labelNames: labels, registers: [], collect }));
  }

  #gauge(name: MetricName, read: () => number): void {
    const collect = function (this: Gauge): void {
      this.set(read());
    };
    this.registry.registerMetric(new Gauge({ name, help: METRICS[name].help, registers: [], collect }));
  }
}
