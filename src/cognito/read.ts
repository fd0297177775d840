import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../problems/problem';
import type { Page } from './page.schema';

const logger = new Logger('Cognito');

const RETRY_AFTER_SECONDS = 5;

/** The problem of an answer of Cognito that is not as AWS documents it. */
export const unreadable = (cause: unknown): Problem =>
  new Problem('cognito_unavailable', 'Cognito sent an answer that cannot be read; try again.', {
    retryAfter: RETRY_AFTER_SECONDS,
    cause,
  });

/**
 * Reads a part of an answer of Cognito.
 *
 * @throws Problem `cognito_unavailable`, so that no incomplete document is answered.
 */
export function read<Schema extends z.ZodType>(schema: Schema, part: unknown): z.output<Schema> {
  const parsed = schema.safeParse(part);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}

const continuation = z.string().optional();

/**
 * Reads one page of a list action's answer: its items, each by `item`, and its `NextToken` or `PaginationToken`. An item
 * that cannot be read is left out with a warning, so that it does not hide the others.
 *
 * @throws Problem `cognito_unavailable` where no item can be read.
 */
export function readPage<Item>(item: z.ZodType<Item>, items: unknown, token: unknown): Page<Item> {
  const nextCursor = read(continuation, token);
  const all = read(z.array(z.unknown()), items);
  const parsed = all.map((each) => item.safeParse(each));
  const readable = parsed.filter(({ success }) => success).map(({ data }) => data as Item);
  const unread = parsed.find(({ success }) => !success);
  if (unread && readable.length === 0) throw unreadable(unread.error);
  if (unread)
    logger.warn(`${all.length - readable.length} of ${all.length} items of a page are not readable`);
  return { items: readable, ...(nextCursor && { nextCursor }) };
}
