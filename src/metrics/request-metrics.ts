import { Injectable } from '@nestjs/common';
import { Counter, type Metric, type Registry } from 'prom-client';
import { METRICS } from './catalogue';

/** Upper bounds in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const COUNTED = 'lifeguard_http_requests_total';
const TIMED = 'lifeguard_http_request_duration_seconds';

/** The requests of one method and route. Counting costs a few additions; labels are made when metrics are read. */
export class RouteMetrics {
  readonly statuses = new Map<number, number>();
  /** By the first bound that a time does not exceed; the last is for longer ones. */
  readonly buckets: number[] = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  seconds = 0;

  constructor(
    readonly method: string,
    readonly route: string,
  ) {}

  observe(status: number, ms: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const seconds = ms / 1000;
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] as number)) bucket += 1;
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    this.seconds += seconds;
  }
}

/** Requests by method, route and status, and their times by route. prom-client only writes them down. */
@Injectable()
export class RequestMetrics {
  readonly #routes = new Map<string, RouteMetrics>();
  /** All requests that no route took: an address made up by a caller is no label. */
  readonly unrouted = this.of('', 'none');

  /** Where the requests of a route are counted. */
  of(method: string, route: string): RouteMetrics {
    const key = `${method} ${route}`;
    const metrics = this.#routes.get(key) ?? new RouteMetrics(method, route);
    this.#routes.set(key, metrics);
    return metrics;
  }

  registerIn(registry: Registry): void {
    const routes = this.#routes;
    const { help, labels } = METRICS[COUNTED];
    const collect = function (this: Counter<(typeof labels)[number]>): void {
      this.reset();
      for (const { method, route, statuses } of routes.values()) {
        for (const [status, count] of statuses) this.inc({ method, route, status }, count);
      }
    };
    registry.registerMetric(new Counter({ name: COUNTED, help, labelNames: labels, registers: [], collect }));
    registry.registerMetric(timesOf(routes) as unknown as Metric);
  }
}

/** A histogram in the form in which prom-client takes a metric that keeps its own values. */
function timesOf(routes: ReadonlyMap<string, RouteMetrics>): object {
  const { help } = METRICS[TIMED];
  const get = () => ({
    name: TIMED,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: [...routes.values()].flatMap(valuesOf),
  });
  return { name: TIMED, help, type: 'histogram', aggregator: 'sum', get };
}

function valuesOf({ method, route, buckets, seconds }: RouteMetrics): object[] {
  let count = 0;
  const labels = { method, route };
  const values = buckets.map((inBucket, index) => {
    count += inBucket;
    return {
      metricName: `${TIMED}_bucket`,
      labels: { ...labels, le: BOUNDS[index] ?? '+Inf' },
      value: count,
    };
  });
  return [
    ...values,
    { metricName: `${TIMED}_sum`, labels, value: seconds },
    { metricName: `${TIMED}_count`, labels, value: count },
  ];
}
