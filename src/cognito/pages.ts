import type { Page } from './page.schema';
import { unreadable } from './response.reader';

interface Everything<Item> {
  readonly items: Item[];
  /** False if there were more pages than the maximum. */
  readonly complete: boolean;
}

/**
 * Reads a list page by page, up to `maximum` pages.
 *
 * @throws what `page` throws, and Problem `cognito_unavailable` if Cognito repeats a continuation token.
 */
export async function everyPage<Item>(
  maximum: number,
  page: (cursor: string | undefined) => Promise<Page<Item>>,
): Promise<Everything<Item>> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < maximum; count += 1) {
    const { items: some, nextCursor } = await page(cursor);
    items.push(...some);
    if (nextCursor === undefined) return { items, complete: true };
    if (nextCursor === cursor) throw unreadable('the continuation token repeats itself');
    cursor = nextCursor;
  }
  return { items, complete: false };
}
