import { Injectable } from '@nestjs/common';
import { Histogram } from './histogram';

/** The requests of one method and route. Labels are made when metrics are read. */
export class RouteMetrics {
  readonly statuses = new Map<number, number>();
  readonly times = new Histogram();

  constructor(
    readonly method: string,
    readonly route: string,
  ) {}

  observe(status: number, ms: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.times.observe(ms);
  }
}

/** Requests by method, route and status, and their times by route. */
@Injectable()
export class RequestMetrics {
  readonly #routes = new Map<string, RouteMetrics>();
  /** All requests without a route: a URL chosen by a caller must not become a label. */
  readonly unrouted = this.of('', 'none');

  /** The counters of a route. */
  of(method: string, route: string): RouteMetrics {
    const key = `${method} ${route}`;
    const metrics = this.#routes.get(key) ?? new RouteMetrics(method, route);
    this.#routes.set(key, metrics);
    return metrics;
  }

  all(): Iterable<RouteMetrics> {
    return this.#routes.values();
  }
}
