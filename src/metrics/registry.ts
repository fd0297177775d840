import { collectDefaultMetrics, Counter, Gauge, Registry, type Metric } from 'prom-client';
import { quotaOf } from '../cognito/actions';
import { METRICS, type MetricName } from './catalogue';
import { BUCKETS, type Histogram } from './histogram';
import type { MetricSources } from './sources';

type Labels = Readonly<Record<string, string | number>>;
type Count = readonly [Labels, number];

/** A registry that reads the sources each time it is scraped. */
export function registryOf(metrics: MetricSources): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addRequests(registry, metrics);
  addCognito(registry, metrics);
  addAuth(registry, metrics);
  const { refusals, store } = metrics;
  addCounter(registry, 'lifeguard_rate_limited_total', () => by('limit', refusals.counts));
  addCounter(registry, 'lifeguard_permit_decisions_total', () =>
    Array.from(metrics.permits.counts.values(), ({ count, ...labels }) => [labels, count] as const),
  );
  if (store) addGauge(registry, 'lifeguard_shared_store_up', () => (store.up ? 1 : 0));
  return registry;
}

function addRequests(registry: Registry, { requests }: MetricSources): void {
  addCounter(registry, 'lifeguard_http_requests_total', () =>
    [...requests.all()].flatMap(({ method, route, statuses }) =>
      Array.from(statuses, ([status, count]) => [{ method, route, status }, count] as const),
    ),
  );
  addHistogram(registry, 'lifeguard_http_request_duration_seconds', () =>
    Array.from(requests.all(), ({ method, route, times }) => [{ method, route }, times] as const),
  );
}

function addCognito(registry: Registry, { cognito }: MetricSources): void {
  const calls = (labelsOf: (action: string, result: string) => Labels) => (): Count[] =>
    [...cognito.all()].flatMap(({ action, results }) =>
      Array.from(results, ([result, count]) => [labelsOf(action, result), count] as const),
    );
  addCounter(
    registry,
    'lifeguard_cognito_calls_total',
    calls((action, result) => ({ action, result })),
  );
  addCounter(
    registry,
    'lifeguard_cognito_quota_calls_total',
    calls((action) => ({ category: quotaOf(action) })),
  );
  addHistogram(registry, 'lifeguard_cognito_call_duration_seconds', () =>
    Array.from(cognito.all(), ({ action, times }) => [{ action }, times] as const),
  );
}

function addAuth(registry: Registry, { statistics, authenticator, pools, revocations }: MetricSources): void {
  addCounter(registry, 'lifeguard_token_verdicts_total', () =>
    by('verdict', new Map([...statistics.refusals, ['accepted', statistics.accepted]])),
  );
  addCounter(registry, 'lifeguard_token_cache_hits_total', () => [[{}, statistics.cacheHits]]);
  addCounter(registry, 'lifeguard_key_reads_total', () => by('result', statistics.keyReads));
  addGauge(registry, 'lifeguard_token_cache_size', () => authenticator.remembered);
  addGauge(registry, 'lifeguard_keys', () => pools.keyCount);
  addGauge(registry, 'lifeguard_revocations', () => revocations.size);
  addCounter(registry, 'lifeguard_revocations_recorded_total', () => by('kind', revocations.recordedByKind));
  addGauge(registry, 'lifeguard_revocations_pending', () => revocations.pending);
}

/** Counts with one label. */
const by = (label: string, counts: ReadonlyMap<string, number>): Count[] =>
  Array.from(counts, ([value, count]) => [{ [label]: value }, count] as const);

/** A counter; counts with the same labels are added. */
function addCounter(registry: Registry, name: MetricName, read: () => readonly Count[]): void {
  const { help, labels } = METRICS[name];
  const collect = function (this: Counter): void {
    this.reset();
    for (const [values, count] of read()) this.inc(values, count);
  };
  registry.registerMetric(new Counter({ name, help, labelNames: labels, registers: [], collect }));
}

function addGauge(registry: Registry, name: MetricName, read: () => number): void {
  const collect = function (this: Gauge): void {
    this.set(read());
  };
  registry.registerMetric(new Gauge({ name, help: METRICS[name].help, registers: [], collect }));
}

/** A histogram as prom-client accepts it from a metric that keeps its own values. */
function addHistogram(
  registry: Registry,
  name: MetricName,
  read: () => readonly (readonly [Labels, Histogram])[],
): void {
  const { help } = METRICS[name];
  const get = () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: read().flatMap(([labels, times]) => valuesOf(name, labels, times)),
  });
  registry.registerMetric({ name, help, type: 'histogram', aggregator: 'sum', get } as unknown as Metric);
}

function valuesOf(name: MetricName, labels: Labels, { buckets, seconds }: Histogram): object[] {
  let count = 0;
  const values = buckets.map((inBucket, index) => {
    count += inBucket;
    return {
      metricName: `${name}_bucket`,
      labels: { ...labels, le: BUCKETS[index] ?? '+Inf' },
      value: count,
    };
  });
  return [
    ...values,
    { metricName: `${name}_sum`, labels, value: seconds },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
