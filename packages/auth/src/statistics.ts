/** Counters of the guard, as plain numbers. */
export class AuthStatistics {
  accepted = 0;
  /** By the code of the refusal. */
  readonly refusals = new Map<string, number>();
  /** `ok` and `failed`. */
  readonly keyReads = new Map<string, number>();
  cacheHits = 0;

  refused(code: string): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }

  keyRead(result: 'ok' | 'failed'): void {
    this.keyReads.set(result, (this.keyReads.get(result) ?? 0) + 1);
  }
}
