/** Upper bounds in seconds. */
export const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** A histogram: one count for each bucket, and the sum. An observation costs a few additions. */
export class Histogram {
  /** One count per bucket; the last is `+Inf`. */
  readonly buckets: number[] = Array.from({ length: BUCKETS.length + 1 }, () => 0);
  seconds = 0;

  observe(ms: number): void {
    const seconds = ms / 1000;
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > (BUCKETS[bucket] as number)) bucket += 1;
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    this.seconds += seconds;
  }
}
