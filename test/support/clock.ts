const RealDate = Date;
let aheadMs = 0;

/** The time of day, moved forward by `aheadMs`. */
class MovedDate extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
    super(...((parts.length === 0 ? [MovedDate.now()] : parts) as [number]));
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}

/**
 * Moves the clock of this process forward by `ms`, so that a test need not wait until something has expired. The service
 * and the embedded pool in this process see the time of day move; timers and `performance.now()` do not.
 */
export function advanceClock(ms: number): void {
  aheadMs += ms;
  globalThis.Date = MovedDate as DateConstructor;
}

/** Ends what `advanceClock` began. */
export function restoreClock(): void {
  aheadMs = 0;
  globalThis.Date = RealDate;
}
