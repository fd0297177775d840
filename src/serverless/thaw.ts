/** Length of a pause after which the keys and the revocations are read again, in milliseconds. */
const PAUSE_MS = { keys: 60_000, revocations: 1000 } as const;
/** How long a request waits for these updates. After that, the service uses what it has, as in an outage. */
const WAIT_MS = 1000;

/** Updates that a frozen environment misses. */
export interface Missed {
  /** Reads the published keys. */
  readonly keys: () => Promise<void>;
  /** Reads what other instances revoked. */
  readonly revocations: () => Promise<void>;
}

/**
 * Catches up with the keys and the revocations in the first request after a pause. Lambda freezes an environment between
 * requests: its timers and its subscription stop.
 *
 * @param now the wall clock in milliseconds: a monotonic clock may stop while the environment is frozen
 * @returns a function to await before each request is handled
 */
export function afterThaw(missed: Missed, now: () => number = Date.now): () => Promise<void> {
  let lastRequestAt = now();
  return async () => {
    const pause = now() - lastRequestAt;
    lastRequestAt = now();
    if (pause < PAUSE_MS.revocations) return;
    const readings = [missed.revocations(), ...(pause >= PAUSE_MS.keys ? [missed.keys()] : [])];
    await withinLimit(Promise.allSettled(readings));
  };
}

async function withinLimit(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
