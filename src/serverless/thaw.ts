/** An environment that did nothing for this long was frozen, and its timers with it. */
const FROZEN_MS = 60_000;
/** How long a request waits for the keys. Without them the known keys go on being used, as in an outage. */
const WAIT_MS = 1000;

/**
 * Reads the signing keys again in the first request after a pause. Lambda freezes an environment between requests, so
 * that the regular readings stop.
 *
 * @param now the wall clock in milliseconds: a monotonic clock may stop while the environment is frozen
 */
export function rereadAfterThaw(
  read: () => Promise<void>,
  now: () => number = Date.now,
): () => Promise<void> {
  let lastRequestAt = now();
  return async () => {
    const pause = now() - lastRequestAt;
    lastRequestAt = now();
    if (pause < FROZEN_MS) return;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, WAIT_MS);
    });
    await Promise.race([read(), timeout]);
    clearTimeout(timer);
  };
}
