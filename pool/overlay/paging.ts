import { refusal } from './request.reader';

/** The maximum and default of `Limit` in every list. */
const MAX_LIMIT = 60;

export interface Page<T> {
  items: readonly T[];
  next?: string;
}

/**
 * Returns one page, ordered by key. The token names the last item instead of an offset, so a deletion between two pages
 * neither repeats nor skips an item.
 *
 * @throws InvalidParameterException for a limit out of range or an invalid token
 */
export function page<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  limit: unknown,
  token: unknown,
): Page<T> {
  const size = pageSize(limit);
  const after = token === undefined ? undefined : decode(token);
  const ordered = all
    .filter((item) => after === undefined || compare(keyOf(item), after) > 0)
    .toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const items = ordered.slice(0, size);
  const last = items.at(-1);
  return ordered.length > size && last !== undefined ? { items, next: encode(keyOf(last)) } : { items };
}

function pageSize(limit: unknown): number {
  if (limit === undefined || limit === 0) return MAX_LIMIT;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit > 0 && limit <= MAX_LIMIT) return limit;
  const bound =
    typeof limit === 'number' && limit > MAX_LIMIT
      ? 'less than or equal to 60'
      : 'greater than or equal to 0';
  throw refusal(
    'InvalidParameterException',
    `1 validation error detected: Value '${JSON.stringify(limit)}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function encode(key: string): string {
  return Buffer.from(`after:${key}`).toString('base64');
}

function decode(token: unknown): string {
  const plain = Buffer.from(String(token), 'base64').toString();
  if (!plain.startsWith('after:')) throw refusal('InvalidParameterException', 'Invalid pagination token');
  return plain.slice('after:'.length);
}
