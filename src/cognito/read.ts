import { z } from 'zod';
import { Problem } from '../problems/problem';
import type { Page } from './page.schema';

const RETRY_AFTER_SECONDS = 5;

/** An answer of Cognito that is not as AWS documents it, which is as good as none. */
export const unreadable = (cause: unknown): Problem =>
  new Problem('cognito_unavailable', 'Cognito gave an answer that cannot be read.', {
    retryAfter: RETRY_AFTER_SECONDS,
    cause,
  });

/**
 * Reads a part of an answer of Cognito.
 *
 * @throws Problem `cognito_unavailable` rather than let a half-filled document out.
 */
export function read<Schema extends z.ZodType>(schema: Schema, part: unknown): z.output<Schema> {
  const parsed = schema.safeParse(part);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}

const continuation = z.string().optional();

/** One page of a list action's answer: its items, each read by `item`, and its `NextToken` or `PaginationToken`. */
export function readPage<Item>(item: z.ZodType<Item>, items: unknown, token: unknown): Page<Item> {
  const nextCursor = read(continuation, token);
  return { items: read(z.array(item), items), ...(nextCursor && { nextCursor }) };
}
