export interface SyncTimes {
  /** Delay after a failure, in milliseconds. */
  readonly retryMs: number;
  /** Interval of the regular runs, in milliseconds. */
  readonly everyMs: number;
}

/** Runs `work` repeatedly, one run at a time: at an interval, after a failure, and on request. */
export class SyncLoop {
  #running: Promise<void> | undefined;
  #again: boolean | undefined;
  #retry: NodeJS.Timeout | undefined;
  readonly #interval: NodeJS.Timeout;
  #stopped = false;

  /** `work` is repeated after `retryMs` when it rejects. */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly times: SyncTimes,
  ) {
    this.#interval = setInterval(() => this.run(), times.everyMs).unref();
  }

  /** Runs now; or once more after the current run, which may have started too early to see the latest state. */
  run(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#running = this.work()
      .catch(() => this.runLater())
      .finally(() => {
        this.#running = undefined;
        if (this.#again && !this.#stopped) this.run();
      });
  }

  /** Runs after `retryMs`, unless a retry is already scheduled. */
  runLater(): void {
    if (this.#stopped || this.#retry) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.run();
    }, this.times.retryMs).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearInterval(this.#interval);
  }
}
