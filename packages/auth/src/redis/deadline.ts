/** No response arrived in time. */
class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * Settles like `promise`, or rejects after `ms` milliseconds. A later outcome is ignored. An answer that arrived while
 * the process was too busy to read it is not late.
 *
 * @throws DeadlinePassed
 */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    const passed = () => reject(new DeadlinePassed(`no response within ${ms} ms`));
    // Timers run before responses are handled, and immediates after them.
    timer = setTimeout(() => setImmediate(passed), ms);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
