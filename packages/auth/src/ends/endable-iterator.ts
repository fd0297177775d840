const DONE = { done: true, value: undefined } as const;

/**
 * An iterator over a source that `watch` can end, even while it waits.
 *
 * @param watch gets a function that ends the iterator, and returns a function that stops watching.
 */
export function endableIterator<Item>(
  source: AsyncIterable<Item>,
  watch: (end: () => void) => () => void,
): AsyncIterableIterator<Item> {
  const items = source[Symbol.asyncIterator]();
  /** Functions that end the pending calls of `next`. */
  const waiting = new Set<() => void>();
  let isOver = false;
  const finish = () => {
    isOver = true;
    unwatch();
    for (const end of waiting) end();
  };
  const unwatch = watch(() => {
    finish();
    items.return?.().catch(() => undefined);
  });
  const next = async (): Promise<IteratorResult<Item>> => {
    if (isOver) return DONE;
    let end: () => void = () => undefined;
    const ended = new Promise<IteratorResult<Item>>((resolve) => (end = () => resolve(DONE)));
    waiting.add(end);
    try {
      const result = await Promise.race([items.next(), ended]);
      if (result.done === true) finish();
      return result;
    } catch (error) {
      finish();
      throw error;
    } finally {
      waiting.delete(end);
    }
  };
  return {
    next,
    return: async (value?: unknown) => {
      finish();
      await items.return?.(value);
      return DONE;
    },
    throw: async (error?: unknown) => {
      finish();
      await items.throw?.(error);
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
