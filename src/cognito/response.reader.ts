import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { RETRY_AFTER } from '../problems/aws-failure';
import { Problem } from '../problems/problem';
import type { Page } from './page.schema';

const logger = new Logger('Cognito');

/** The problem of a Cognito response that differs from AWS's documentation. */
export const unreadable = (cause: unknown): Problem =>
  new Problem('cognito_unavailable', 'Cognito sent an unreadable response; try again.', {
    retryAfter: RETRY_AFTER.unavailable,
    cause,
  });

/**
 * Reads a part of a Cognito response.
 *
 * @throws Problem `cognito_unavailable`, so that no incomplete document is returned.
 */
export function read<Schema extends z.ZodType>(schema: Schema, part: unknown): z.output<Schema> {
  const parsed = schema.safeParse(part);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}

const continuation = z.string().optional();

/**
 * Reads one page of a list action: its items, each with the schema `item`, and its `NextToken` or
 * `PaginationToken`. An unreadable item is omitted with a warning, so that it does not hide the others.
 *
 * @throws Problem `cognito_unavailable` if no item can be read.
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
